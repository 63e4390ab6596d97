"""What the mock server raises when it cannot do what it was asked."""


class MockError(Exception):
    """The mock server cannot start or cannot take an item; the message says why and what to do."""
