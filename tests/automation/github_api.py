"""A GitHub that is a dictionary: comments and issues of one repository over HTTP on loopback, with the rules that our workflows meet.

Every request needs the token, and for what it changes the permission that the workflow gave it; a pull request from a fork has none to
write. Lists come in pages. Each request is kept in `requests`.
"""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BOT = {"login": "github-actions[bot]", "type": "Bot"}
STATES = {"open", "closed"}


class FakeGitHub:
    """Serves while it is a context: with FakeGitHub("owner/name") as github."""

    def __init__(self, repository, token="ghs_" + "t" * 36):
        self.repository = repository
        self.token = token
        self.permissions = {}  # of the token: {"issues": "write", …}
        self.comments = []  # of issues and pull requests: {"id", "issue", "body", "user"}
        self.issues = []
        self.requests = []  # (method, path without query)
        self.longest_body = 65536  # characters; GitHub answers 422 above
        self.server = None

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def add_comment(self, issue, body, user=None):
        self.comments.append({"id": 1000 + len(self.comments), "issue": issue, "body": body, "user": user or {"login": "ann", "type": "User"}})
        return self.comments[-1]

    def add_issue(self, body, labels, user=None):
        self.issues.append(
            {
                "number": 1 + len(self.issues), "title": "", "body": body, "state": "open", "labels": [{"name": name} for name in labels],
                "user": user or {"login": "ann", "type": "User"},
            }
        )  # fmt: skip
        return self.issues[-1]

    def comments_of(self, issue):
        return [comment for comment in self.comments if comment["issue"] == issue]

    def answer(self, method, target, token, body):
        """(status, JSON) of one request."""
        address = urlsplit(target)
        self.requests.append((method, address.path))
        if token != self.token:
            return 401, {"message": "Bad credentials"}
        if body is not None and len(body.get("body", "")) > self.longest_body:
            return 422, {"message": "Validation Failed: body is too long (maximum is 65536 characters)"}
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        for known, pattern, scopes, handle in ROUTES:
            match = re.fullmatch(pattern, address.path.removeprefix(f"/repos/{self.repository}"))
            if method == known and match and address.path.startswith(f"/repos/{self.repository}/"):
                if method != "GET" and "write" not in {self.permissions.get(scope) for scope in scopes}:
                    return 403, {"message": "Resource not accessible by integration"}
                return handle(self, query, body, *map(int, match.groups()))
        return 404, {"message": "Not Found"}

    def list_comments(self, query, _, issue):
        return 200, page_of(self.comments_of(issue), query)

    def create_comment(self, _, body, issue):
        return 201, self.add_comment(issue, body["body"], BOT)

    def update_comment(self, _, body, number):
        for comment in self.comments:
            if comment["id"] == number:
                comment["body"] = body["body"]
                return 200, comment
        return 404, {"message": "Not Found"}

    def list_issues(self, query, _):
        labels = set(filter(None, query.get("labels", "").split(",")))
        found = [
            issue
            for issue in self.issues
            if issue["state"] == query.get("state", "open") and labels <= {label["name"] for label in issue["labels"]}
        ]
        return 200, page_of(found, query)

    def create_issue(self, _, body):
        issue = self.add_issue(body["body"], body.get("labels", []), BOT)
        issue["title"] = body["title"]
        return 201, issue

    def update_issue(self, _, body, number):
        unknown = set(body) - {"body", "state", "state_reason", "title", "labels"}
        if unknown or body.get("state", "open") not in STATES:
            return 422, {"message": f"Validation Failed: {unknown or body['state']}"}
        for issue in self.issues:
            if issue["number"] == number:
                issue.update(body)
                return 200, issue
        return 404, {"message": "Not Found"}

    def handler(self):
        github = self

        class Handler(BaseHTTPRequestHandler):
            def respond(self):
                size = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(size)) if size else None
                token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
                status, answer = github.answer(self.command, self.path, token, body)
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PATCH = respond

            def log_message(self, *_):
                pass

        return Handler


def page_of(items, query):
    size = min(int(query.get("per_page", 30)), 100)
    start = (int(query.get("page", 1)) - 1) * size
    return items[start : start + size]


# Method, path, the permissions of which one must be "write", what answers.
EITHER = ("issues", "pull-requests")
ROUTES = [
    ("GET", r"/issues/(\d+)/comments", EITHER, FakeGitHub.list_comments),
    ("POST", r"/issues/(\d+)/comments", EITHER, FakeGitHub.create_comment),
    ("PATCH", r"/issues/comments/(\d+)", EITHER, FakeGitHub.update_comment),
    ("GET", r"/issues", ("issues",), FakeGitHub.list_issues),
    ("POST", r"/issues", ("issues",), FakeGitHub.create_issue),
    ("PATCH", r"/issues/(\d+)", ("issues",), FakeGitHub.update_issue),
]
