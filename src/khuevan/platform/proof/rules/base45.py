"""Base45 (RFC 9285): bytes as characters of a QR code's alphanumeric mode, 3 for 2 bytes."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """The text of bytes."""
    out = []
    for at in range(0, len(data) - 1, 2):
        rest, low = divmod(data[at] << 8 | data[at + 1], 45)
        high, middle = divmod(rest, 45)
        out += [low, middle, high]
    if len(data) % 2:
        high, low = divmod(data[-1], 45)
        out += [low, high]
    return "".join(ALPHABET[value] for value in out)


def decode(text: str) -> bytes:
    """The bytes of a text. Raises ``ValueError`` for anything that `encode` cannot have written."""
    try:
        values = [_VALUE[character] for character in text]
    except KeyError:
        raise ValueError("not a character of Base45") from None
    if len(values) % 3 == 1:
        raise ValueError("not a length of Base45")
    out = bytearray()
    for at in range(0, len(values), 3):
        group = values[at : at + 3]
        number = sum(value * 45**place for place, value in enumerate(group))
        if number >= 256 ** (len(group) - 1):
            raise ValueError("not a group of Base45")
        out += number.to_bytes(len(group) - 1)
    return bytes(out)
