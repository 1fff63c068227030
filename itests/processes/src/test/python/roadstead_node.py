"""Serves message ports of Roadstead from plain Python: the minimal profile of the node protocol, version 1.

    with roadstead_node.Node({"my.mirror": lambda id, data: data[::-1]}):
        input("Enter ends the mirror")

The names are free again when the block ends, or when the process does. Chapters are those of bundles/core/PROTOCOL.md.
"""

import collections
import contextlib
import fcntl
import os
import socket
import stat
import struct
import threading
import time

from roadstead import ACCEPTED, CANCEL, FAILED, GOODBYE, PARKED, PING, PONG, REFUSED, RELEASE, REPLY, RESOLVE, RESOLVED
from roadstead import FULL, HANDLER_FAILED, INVALIDATED, NOT_ALLOWED, REMOVED, REPLY_TOO_LARGE, TOO_LARGE
from roadstead import LIMIT, MALFORMED, NEVER, SPACE_GONE, SUBMISSION, SUBMIT, TRY, UNRESOLVED, WANTS_REPLY
from roadstead import Link, PortError, ProtocolError
from roadstead import base32, directory, failure, number, number_at, path_of, text, text_at


class NameInUse(PortError):
    """Somebody alive has the name."""


# The directory (chapter 1)


@contextlib.contextmanager
def directory_lock(patience=5.0):
    """Whoever binds or unlinks in the directory holds it. It is a lock of fcntl, not one of flock."""
    path, deadline = os.path.join(directory(), ".lock"), time.monotonic() + patience
    while True:
        file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with contextlib.suppress(BlockingIOError, FileNotFoundError):
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(file), os.lstat(path)):
                break  # else somebody removed it while we waited, and others lock another one
        os.close(file)
        if time.monotonic() > deadline:
            raise TimeoutError("the lock of the directory is held by another process; it may be stopped")
        time.sleep(0.005)
    try:
        yield
    finally:
        os.close(file)


def is_stale(path):
    """Whether the owner of an entry is gone for good: only a refused connection says so."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.setblocking(False)
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            return True
        except OSError:
            pass
        return False


class Node:
    """A node that serves ports, from when it is made to `close`, by threads of its own.

    `handlers` maps names to functions of a message's id and data, which return the reply as bytes. Each port has one
    thread, so its messages are handled one at a time and in order. Raises NameInUse.
    """

    def __init__(self, handlers, queue_limit=64, label="python"):
        self.id, self.label, self.since = os.urandom(16), label, time.time_ns() // 1000000
        self.links, self.lock, self.closed = {}, threading.Lock(), False  # links by the other node's id
        self.ports = [ServedPort(name, handler, queue_limit) for name, handler in handlers.items()]  # port 0 comes before
        self.entries = []
        os.makedirs(directory(), mode=0o700, exist_ok=True)
        found = os.lstat(directory())
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) != 0o700:
            raise PermissionError(f"{directory()} must be a directory of this user with mode 0700")
        self.server = socket.socket(socket.AF_UNIX)
        self.path = os.path.join(directory(), "s-" + base32(os.urandom(15)))
        with directory_lock():  # a socket that is bound and does not listen yet looks like a dead one's
            self.server.bind(self.path)
            self.entries.append(self.path)
            self.server.listen(64)
        os.chmod(self.path, 0o600)
        self.start(self.accept)
        try:
            for port in self.ports:
                self.publish(port.name)
                self.start(port.work)
        except BaseException:
            self.close()
            raise

    @staticmethod
    def start(target, *arguments):
        threading.Thread(target=target, args=arguments, daemon=True).start()

    def publish(self, name):
        path = path_of(name)
        while True:
            try:
                os.link(self.path, path)  # atomic: of all that claim a free name one gets it
                self.entries.append(path)
                return
            except FileExistsError:
                if not is_stale(path):
                    raise NameInUse(NOT_ALLOWED, f"the name {name} has a live owner") from None
            with directory_lock():
                if is_stale(path):  # still: nobody else unlinks or binds meanwhile
                    os.unlink(path)

    def close(self):
        """Ends all ports and links, and gives the names free."""
        with self.lock:
            if self.closed:
                return
            self.closed, links = True, list(self.links.values())
        with directory_lock():
            ours = os.lstat(self.path)
            for path in reversed(self.entries):
                with contextlib.suppress(FileNotFoundError):
                    if os.path.samestat(os.lstat(path), ours):
                        os.unlink(path)
        self.server.shutdown(socket.SHUT_RDWR)  # wakes `accept`
        self.server.close()
        for port in self.ports:
            port.close()
        for link in links:
            with contextlib.suppress(OSError, PortError):
                link.send(GOODBYE, failure(1, f"{self.label} has ended"))
            link.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def accept(self):
        while True:
            try:
                self.start(self.talk, self.server.accept()[0])
            except OSError:
                if self.closed:
                    return
                time.sleep(0.02)  # no descriptor is free

    def talk(self, connected):
        """Serves one connection to its end. What is malformed ends it and no other."""
        link = peer = None

        def enter(node):
            nonlocal peer
            with self.lock:
                if self.closed or node in self.links or node == self.id:
                    return False
                self.links[node], peer = link, node
                return True

        try:
            link = Link(connected)
            link.accept(self.id, self.label, enter)
            while True:
                self.answer(link, link.read())
        except (EOFError, OSError, PortError, *MALFORMED):
            pass
        finally:
            connected.close()
            with self.lock:
                self.links.pop(peer, None)
            for port in self.ports:
                port.take_back(lambda waiting: waiting.link is link)

    def answer(self, link, frame):
        kind = frame[0]
        if kind == SUBMIT:
            message = Message(link, frame)
            if not 0 < message.port <= len(self.ports):
                message.refuse(NOT_ALLOWED if message.port == 0 else INVALIDATED, "this node has no such port")
            else:
                self.ports[message.port - 1].submit(message)
        elif kind == CANCEL:
            call = number_at(frame)
            if not any([port.take_back(lambda m: m.link is link and m.call == call) for port in self.ports]):
                link.send(ACCEPTED, number(call))
        elif kind == SPACE_GONE:
            (space,) = struct.unpack_from(">I", frame, 4)
            for port in self.ports:
                port.take_back(lambda m: m.link is link and m.space == space, REMOVED)
        elif kind == RESOLVE:
            call, name = number_at(frame), text_at(frame, 16)
            for index, port in enumerate(self.ports, 1):
                if port.name == name:
                    head = struct.pack(">QIIq", call, index, port.limit, self.since)
                    return link.send(RESOLVED, head, text(self.label))
            link.send(UNRESOLVED, number(call))
        elif kind == PING:
            link.send(PONG, number(number_at(frame)))
        elif not PONG <= kind <= RELEASE and kind != GOODBYE:
            raise ProtocolError(f"a frame of type {kind}")


class Message:
    """A message on its way to a port that is served here."""

    def __init__(self, link, frame):
        self.link, self.flags = link, frame[1]
        self.call, self.space, self.port, self.id, _, self.deadline = SUBMISSION.unpack_from(frame, 4)
        self.data = frame[4 + SUBMISSION.size :]

    def is_late(self):
        return self.deadline != NEVER and time.monotonic_ns() > self.deadline

    def tell(self, kind, *fields):
        with contextlib.suppress(OSError, PortError):  # a link that has ended has told its peer all there is to tell
            self.link.send(kind, number(self.call), *fields)

    def accept(self):
        self.tell(ACCEPTED)

    def refuse(self, kind, detail):
        self.tell(REFUSED, failure(kind, detail))


class ServedPort:
    """A queue, the line of those who wait for room in it, and who handles. The lock decides, and is never held to tell."""

    def __init__(self, name, handler, limit):
        self.name, self.handler, self.limit = name, handler, limit
        self.queue, self.line = collections.deque(), collections.deque()
        self.changed, self.closed = threading.Condition(), False

    def submit(self, message):
        if len(message.data) > LIMIT:
            return message.refuse(TOO_LARGE, f"{len(message.data)} bytes; the limit is {LIMIT}")
        with self.changed:
            has_room = len(self.queue) < self.limit
            refused = message.is_late() or self.closed or (message.flags & TRY and not has_room)
            if not refused:
                (self.queue if has_room else self.line).append(message)
                self.changed.notify()
        if refused:
            message.refuse(INVALIDATED if self.closed else FULL, f"{self.limit} messages wait in {self.name}")
        elif not has_room:
            message.tell(PARKED)
        elif not message.flags & WANTS_REPLY:
            message.accept()

    def take_back(self, condition, kind=FULL):
        """Refuses what stands in line and meets the condition. Returns whether there was any."""
        with self.changed:
            taken = [message for message in self.line if condition(message)]
            for message in taken:
                self.line.remove(message)
        for message in taken:
            message.refuse(kind, f"{self.limit} messages wait in {self.name}")
        return bool(taken)

    def take(self):
        """The next message, whose slot goes to the oldest in line; None at the end."""
        moved, late = [], []
        with self.changed:
            while not self.queue and not self.closed:
                self.changed.wait()
            if self.closed:
                return None
            message = self.queue.popleft()
            while self.line and len(self.queue) < self.limit:
                next_one = self.line.popleft()
                if next_one.is_late():
                    late.append(next_one)
                else:
                    self.queue.append(next_one)
                    moved.append(next_one)
        for each in moved:
            each.accept()
        for each in late:
            each.refuse(FULL, f"{self.limit} messages waited in {self.name}")
        return message

    def work(self):
        while True:
            message = self.take()
            if message is None:
                return
            outcome, fields = REPLY, b""
            try:
                fields = self.handler(message.id, message.data) or b""
                if len(fields) > message.link.limit:
                    outcome, fields = FAILED, failure(REPLY_TOO_LARGE, f"a reply of {len(fields)} bytes")
            except Exception as error:  # whatever a handler throws, its sender is told
                outcome, fields = FAILED, failure(HANDLER_FAILED, f"{type(error).__name__}: {error}")
            if message.flags & WANTS_REPLY:
                message.tell(outcome, fields)

    def close(self):
        with self.changed:
            self.closed = True
            self.changed.notify_all()
