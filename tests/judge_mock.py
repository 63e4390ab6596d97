"""Judge the mock server by the contract suite, as anyone would judge a server of theirs."""

import os
import subprocess
import sys
from collections.abc import Sequence

from serverless_training_testing import MockServer


def main(arguments: Sequence[str]) -> int:
    """Serve two models with many checkpoints, and run `serverless-training contract`.

    Args:
        arguments: Further arguments of the command.

    Returns:
        The exit code of the command.
    """
    with MockServer(models=2, checkpoints=250, seed=7) as server:
        models = [f"--model-id={model_id}" for model_id in server.model_ids]
        command = [sys.executable, "-c", "from serverless_training_cli import main; main()"]
        return subprocess.run(
            [*command, "contract", "--base-url", server.url, *models, *arguments],
            env=os.environ | {"WANDB_API_KEY": server.api_key},
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
