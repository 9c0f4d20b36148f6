"""What all tests share."""

from hypothesis import settings

# A deadline measures how busy the machine is, not whether the code is right.
settings.register_profile("ipsegen", deadline=None)
settings.load_profile("ipsegen")
