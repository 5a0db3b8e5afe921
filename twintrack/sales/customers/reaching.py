"""Phones and e-mail addresses in the form in which two of them are compared."""

import re
import unicodedata

# Whoever has an address there may work anywhere.
PRIVATE_MAIL = frozenset(
    {
        "qq.com",
        "foxmail.com",
        "163.com",
        "126.com",
        "yeah.net",
        "139.com",
        "189.cn",
        "sina.com",
        "sina.cn",
        "sohu.com",
        "aliyun.com",
        "wo.cn",
        "21cn.com",
        "gmail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "icloud.com",
        "me.com",
        "web.de",
        "gmx.de",
        "gmx.net",
        "t-online.de",
        "proton.me",
        "protonmail.com",
        "mail.ru",
    }
)
# Fewer digits are an extension, not a number that tells people apart.
FEWEST_DIGITS = 7


def phone_core(phone: str) -> str:
    """Give the digits that tell a phone from others: no country code of China, no leading zeros."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    digits = digits.removeprefix("00")
    if len(digits) in {12, 13} and digits.startswith("86"):
        digits = digits[2:]
    digits = digits.lstrip("0")
    return digits[:20] if len(digits) >= FEWEST_DIGITS else ""


def mail_domain(email: str) -> str:
    """Give the domain that tells a company from others; nothing for those where anybody is."""
    domain = email.strip().casefold().rpartition("@")[2] if "@" in email else ""
    return "" if domain in PRIVATE_MAIL else domain[:120]
