"""What a pipeline step raises when it cannot do its work."""


class PipelineError(Exception):
    """Input that cannot be used, or a tool that failed; the message is one sentence and a hint."""
