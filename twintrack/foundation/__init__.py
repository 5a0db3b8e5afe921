"""What every app stands on; it knows no word of the business."""
