"""The two packages of the wheel, by name."""

CLIENT = "serverless_training_client"  # below generated/
WRAPPER = "serverless_training"  # below wrapper/
