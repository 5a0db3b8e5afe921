"""Deliveries: what was sold is brought to the customer, accepted there and looked after."""
