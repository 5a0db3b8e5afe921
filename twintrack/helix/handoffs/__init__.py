"""What crosses between the tracks by itself: feedback to requirement, and the decision back."""
