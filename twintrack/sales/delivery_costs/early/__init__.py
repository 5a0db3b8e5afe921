"""Early warning about deliveries: cost, date, resources, late answers of the customer."""
