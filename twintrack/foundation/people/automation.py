"""Who acts when something happens by itself."""

from twintrack.foundation.people.models import ITSELF, User


def automation() -> User:
    """Give the user that the ledger names for what happened by itself; nobody signs in as it."""
    found = User.objects.filter(email=ITSELF).first()
    if found is not None:
        return found
    fresh = User(email=ITSELF, name="Twintrack", is_service=True)
    fresh.set_unusable_password()
    # Two may find nobody at once: the address is unique, the first one stays.
    User.objects.bulk_create([fresh], ignore_conflicts=True)
    return User.objects.get(email=ITSELF)
