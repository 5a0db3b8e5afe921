"""Files of customers and of the people there: checked first, taken in, taken back as one."""
