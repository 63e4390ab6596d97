"""The reading of one answer, piece by piece. No I/O: somebody else brings the pieces."""

from collections.abc import AsyncIterator

import httpx

from serverless_training._answers import Answer, decode_error, status_error
from serverless_training._body import (
    Body,
    BodyError,
    TooLargeError,
    TruncatedError,
    UnknownCodingError,
)
from serverless_training._errors import RequestError
from serverless_training._language import gettext as _
from serverless_training._transport import Call


class Reading:
    """The reading of one answer, whose pieces somebody else brings.

    Args:
        call: The call that it answers.
        response: The response, its body not read yet.

    Attributes:
        ready: The pieces, where none have to be fetched; else `None`.
    """

    def __init__(self, call: Call, response: httpx.Response) -> None:
        self._call = call
        self._problem: RequestError | None = None
        self._answer = Answer(
            operation=call.name,
            method=call.method,
            url=call.url,
            status_code=response.status_code,
            headers=response.headers,
            content=b"",
            redact=call.settings.auth.redact,
            attempts=call.attempts,
            hint=call.hint,
            parameters=call.parameters,
        )
        self.ready: list[bytes] | None = None
        if response.is_stream_consumed:
            # A transport made up for a test may bring a body that httpx has read and decompressed.
            self.ready = [response.content]
        elif response.is_closed:  # after a hook of the caller's has raised
            self.ready = []
        coding = "" if self.ready is not None else response.headers.get("content-encoding", "")
        limit = call.settings.max_body_bytes
        try:
            self._body = Body(coding, limit)
        except BodyError as error:
            self._body, self.ready = Body("", limit), []
            self.stop(self._unreadable(error))

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.ready or ():
            yield chunk

    def feed(self, chunk: bytes) -> bool:
        """Take the next piece.

        Args:
            chunk: Some bytes, as they came from the wire.

        Returns:
            Whether more is wanted.
        """
        if self._call.left <= 0:
            self.expire()
            return False
        try:
            self._body.feed(chunk)
        except BodyError as error:
            self.stop(self._unreadable(error))
        return self._problem is None

    def fail(self, error: httpx.RequestError) -> None:
        """Say that the rest cannot be read."""
        self.stop(self._call.failed(error, self._answer.request_id))

    def expire(self) -> None:
        """Say that there is no time for the rest."""
        self.stop(self._call.expired(self._answer.request_id))

    def stop(self, problem: RequestError) -> None:
        """Say that nothing more is read, and why."""
        self._problem = problem

    def answer(self) -> Answer:
        """Return the answer, now that its body has ended.

        Returns:
            The answer of a success.

        Raises:
            StatusError: The status is not a success.
            DecodeError: The body cannot be decompressed or is larger than allowed.
            TransportError: The body is not complete.
        """
        answer = self._answer
        answer.content = self._body.content()
        self._call.log(answer.status_code, answer.request_id)
        if not answer.succeeded:
            # A body cut off changes nothing about a failure: the status says more.
            failure = status_error(answer)
            if self._problem is not None:
                failure.__cause__ = self._problem.__cause__ or self._problem
            raise failure
        if self._problem is None:
            try:
                self._body.close()
            except TruncatedError as error:
                self._problem = self._unreadable(error)
        if self._problem is not None:
            raise self._problem
        return answer

    def _unreadable(self, error: BodyError) -> RequestError:
        limit = self._call.settings.max_body_bytes
        match error:
            case TruncatedError():
                cut = httpx.RemoteProtocolError(_("the compressed body was cut off"))
                return self._call.failed(cut, self._answer.request_id)
            case TooLargeError():
                reason = _("the body is larger than {limit:,} bytes")
                reason = reason.format(limit=limit)
                hint = _("If it should be, raise `max_body_bytes`.")
            case _:
                said = str(error)
                if isinstance(error, UnknownCodingError):
                    said = f"Content-Encoding {self._answer.show(said)}"
                reason = _("the body cannot be decompressed ({problem})").format(problem=said)
                hint = ""
        return decode_error(self._answer, reason, hint)
