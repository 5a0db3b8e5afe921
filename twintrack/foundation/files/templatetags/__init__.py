"""Tags that show the files of an object."""
