"""A stand-in for the Batch API's server: the real SDK talks to it, through a transport without a network."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from email import message_from_bytes
from typing import Any

import httpx2
from openai import OpenAI

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class BatchService:
    """Batches wait until `finish` is called; each question is then answered by a function."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}

    def finish(self, answer: Answer, status: str = "completed") -> None:
        """Every open batch is over; `answer` gives an output line's part for each input line."""
        for batch in self.batches.values():
            if batch["status"] == "in_progress":
                lines = self.files[batch["input_file_id"]].decode().splitlines()
                made = [
                    {"custom_id": json.loads(line)["custom_id"], **answer(json.loads(line))}
                    for line in lines
                ]
                batch["output_file_id"] = self._kept("\n".join(map(json.dumps, made)).encode())
                batch["status"] = status

    def _kept(self, content: bytes) -> str:
        name = f"file-{len(self.files) + 1}"
        self.files[name] = content
        return name

    def upload(self, body: bytes, content_type: str) -> dict[str, Any]:
        parts = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
        (content,) = (
            part.get_payload(decode=True) for part in parts.get_payload() if part.get_filename()
        )
        name = self._kept(content)
        return {"id": name, "object": "file", "bytes": len(content), "created_at": 0, "filename": "q",
                "purpose": "batch", "status": "processed"}  # fmt: skip

    def submit(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = f"batch_{len(self.batches) + 1}"
        self.batches[name] = {
            "id": name, "object": "batch", "endpoint": asked["endpoint"], "created_at": 0,
            "completion_window": asked["completion_window"], "input_file_id": asked["input_file_id"],
            "status": "in_progress", "request_counts": {"total": 2, "completed": 1, "failed": 0},
        }  # fmt: skip
        return self.batches[name]

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        if request.method == "POST" and path.endswith("/files"):
            return httpx2.Response(
                200, json=self.upload(request.read(), request.headers["Content-Type"])
            )
        if request.method == "POST":
            return httpx2.Response(200, json=self.submit(json.loads(request.read())))
        if found := re.search(r"/files/([^/]+)/content", path):
            return httpx2.Response(200, content=self.files[found.group(1)])
        return httpx2.Response(200, json=self.batches[path.rsplit("/", 1)[-1]])

    def client(self) -> OpenAI:
        """The real SDK, whose requests end here."""
        transport = httpx2.Client(transport=httpx2.MockTransport(self._answer))
        return OpenAI(api_key="not-a-key", base_url="http://batch.test/v1", http_client=transport)
