"""Who there is."""

from twintrack.foundation.people.models import User


def is_founded() -> bool:
    """Say whether anybody has an account yet."""
    return User.objects.filter(is_service=False).exists()
