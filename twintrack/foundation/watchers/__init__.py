"""Who follows an object, and is told what is said and done there."""
