"""How accounts come to be: by the first run or by invitation, never by sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Refuse sign-up by strangers; people are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
