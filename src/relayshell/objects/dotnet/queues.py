"""Queue and Stack, generic and not, the concurrent ones, PriorityQueue and LinkedList."""

from __future__ import annotations

from collections import deque
from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.comparing import comparison, same
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import operation_fault
from relayshell.objects.dotnet.lists import element_of
from relayshell.objects.dotnet.results import many
from relayshell.objects.nettype import NetType, get_type


class Row:
    """A queue, stack or bag. `items` in the order they came; a stack is read from its end."""

    __slots__ = ("net_type", "items", "stack", "props", "__weakref__")

    def __init__(self, net_type: NetType, items: Any = (), stack: bool = False) -> None:
        self.net_type, self.items, self.stack = net_type, deque(items), stack
        self.props: Any = None

    def ordered(self) -> list[Any]:
        """The items in the order of enumeration."""
        return list(reversed(self.items)) if self.stack else list(self.items)

    def __iter__(self) -> Iterator[Any]:
        size = len(self.items)
        for item in self.ordered():
            yield item
            if len(self.items) != size:
                raise operation_fault("Collection was modified; enumeration operation may not execute.")

    def __len__(self) -> int:
        return len(self.items)

    def take(self) -> Any:
        """The next out. Raises InvalidOperationException when empty."""
        self.check()
        return self.items.pop() if self.stack else self.items.popleft()

    def peek(self) -> Any:
        """The next, left in."""
        self.check()
        return self.items[-1 if self.stack else 0]

    def check(self) -> None:
        """Raises InvalidOperationException when empty."""
        if not self.items:
            raise operation_fault("Stack empty." if self.stack else "Queue empty.")


def _try(take: bool) -> Any:
    def attempt(self: Row, result: Any) -> bool:
        found = bool(self.items)
        if found:
            result.value = self.take() if take else self.peek()
        else:
            from relayshell.objects.arrays import default_of
            result.value = default_of(element_of(self.net_type))
        return found
    return attempt


def _array(self: Row) -> Any:
    from relayshell.objects.arrays import new_array
    return new_array(element_of(self.net_type), self.ordered())


def _copy_to(self: Row, target: list[Any], at: int = 0) -> None:
    target[at:at + len(self.items)] = self.ordered()


def _push_many(self: Row, source: Any, *window: int) -> None:
    items = list(many(source))
    self.items.extend(items[window[0]:window[0] + window[1]] if window else items)


def _clone(self: Row) -> Row:
    return Row(self.net_type, self.items, self.stack)


_METHODS = {
    "Enqueue": lambda self, item: self.items.append(item), "Push": lambda self, item: self.items.append(item), "Add": lambda self, item: self.items.append(item),
    "Dequeue": Row.take, "Pop": Row.take, "Peek": Row.peek, "TryDequeue": _try(True), "TryPop": _try(True), "TryTake": _try(True), "TryPeek": _try(False),
    "Clear": lambda self: self.items.clear(), "Contains": lambda self, item: any(same(item, other) for other in self.items), "ToArray": _array, "CopyTo": _copy_to,
    "GetEnumerator": lambda self: Enumerator(self), "TrimExcess": lambda self, *args: None, "TrimToSize": lambda self: None, "Clone": _clone,
    "EnsureCapacity": lambda self, capacity: max(capacity, len(self.items)), "PushRange": _push_many,
}
_GET = {"Count": len, "IsEmpty": lambda self: not self.items, "Capacity": len, "IsSynchronized": lambda self: False, "SyncRoot": lambda self: self}


def _generic(stack: bool) -> Any:
    def make(net_type: NetType, source: Any = None) -> Row:
        from relayshell.objects.dotnet.lists import converted
        return Row(net_type, () if source is None or type(source) is int else converted(net_type, source), stack)
    return make


def _plain(name: str, stack: bool) -> Any:
    def make(*args: Any) -> Row:
        source = args[0] if args and not isinstance(args[0], (int, float)) else ()
        return Row(get_type(name), many(source) if source is not None else (), stack)
    return make


for _name, _stack, _out in (("System.Collections.Generic.Queue`1", False, "Dequeue"), ("System.Collections.Generic.Stack`1", True, "Pop"),
                            ("System.Collections.Concurrent.ConcurrentQueue`1", False, "Dequeue"), ("System.Collections.Concurrent.ConcurrentStack`1", True, "Pop"),
                            ("System.Collections.Concurrent.ConcurrentBag`1", True, "Take")):
    _more = () if _name in ("System.Collections.Generic.Queue`1", "System.Collections.Generic.Stack`1") else ("bool IsEmpty {get;}",)
    if "ConcurrentStack" in _name:
        _more = (*_more, "()", "(System.Collections.Generic.IEnumerable[T] collection)", "int Count {get;}", "void Push(T item)", "void PushRange(T[] items)", "void Clear()", "T[] ToArray()")
    declare(_name, Row, new={"*": _generic(_stack)}, get=_GET, methods=_METHODS, enumerate=iter,
            signatures=(f"bool Try{_out}(ref T result)", "bool TryPeek(ref T result)", *_more))
for _name, _stack in (("System.Collections.Queue", False), ("System.Collections.Stack", True)):
    declare(_name, Row, new={"*": _plain(_name, _stack)}, get=_GET, methods=_METHODS, statics={"Synchronized": lambda row: row}, dynamic=True, enumerate=iter)


class PriorityQueue:
    """Items with priorities, the least out first."""

    __slots__ = ("net_type", "rows", "compare", "count")

    def __init__(self, net_type: NetType, *args: Any) -> None:
        self.net_type = net_type
        self.rows: list[tuple[Any, Any]] = []
        self.compare = comparison(next((a for a in args if not isinstance(a, int)), None))

    def put(self, item: Any, priority: Any) -> None:
        """Enqueue, by binary search so that taking is from the front."""
        low, high = 0, len(self.rows)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.compare(self.rows[middle][1], priority) <= 0 else (low, middle)
        self.rows.insert(low, (item, priority))

    def take(self) -> Any:
        """Dequeue."""
        if not self.rows:
            raise operation_fault("Queue empty.")
        return self.rows.pop(0)[0]


def _try_priority(self: PriorityQueue, item: Any, priority: Any) -> bool:
    if self.rows:
        item.value, priority.value = self.rows.pop(0)
        return True
    return False


declare("System.Collections.Generic.PriorityQueue`2", PriorityQueue, new={"*": PriorityQueue}, get={"Count": lambda self: len(self.rows)},
        methods={"Enqueue": PriorityQueue.put, "Dequeue": PriorityQueue.take, "Peek": lambda self: self.rows[0][0] if self.rows else PriorityQueue.take(self),
                 "Clear": lambda self: self.rows.clear(), "TryDequeue": _try_priority},
        signatures=("()", "(int initialCapacity)", "int Count {get;}", "void Enqueue(TKey element, TValue priority)", "TKey Dequeue()", "TKey Peek()", "void Clear()",
                    "bool TryDequeue(ref TKey element, ref TValue priority)"))


class Node:
    """A LinkedListNode`1."""

    __slots__ = ("owner", "value", "net_type")

    def __init__(self, owner: Any, value: Any) -> None:
        from relayshell.objects.nettype import close_generic
        self.owner, self.value = owner, value
        self.net_type = close_generic(get_type("System.Collections.Generic.LinkedListNode`1"), (element_of(owner.net_type),))

    def beside(self, step: int) -> Any:
        """The node before (-1) or behind (1), or None."""
        if self.owner is None:
            return None
        at = self.owner.nodes.index(self) + step
        return self.owner.nodes[at] if 0 <= at < len(self.owner.nodes) else None


class LinkedList:
    """A LinkedList`1, its nodes in a list."""

    __slots__ = ("net_type", "nodes", "props")

    def __init__(self, net_type: NetType, source: Any = ()) -> None:
        self.net_type, self.props = net_type, None
        self.nodes: list[Node] = [Node(self, item) for item in many(source)]

    def __iter__(self) -> Iterator[Any]:
        return iter([node.value for node in self.nodes])

    def insert(self, at: int, value: Any) -> Node | None:
        """Puts a value or a free node at a place."""
        if isinstance(value, Node):
            if value.owner is not None and value in value.owner.nodes:
                raise operation_fault("The LinkedList node already belongs to a LinkedList.")
            value.owner = self
            self.nodes.insert(at, value)
            return None
        node = Node(self, value)
        self.nodes.insert(at, node)
        return node

    def find(self, value: Any, last: bool = False) -> Node | None:
        """The first, or last, node of a value."""
        return next((node for node in (reversed(self.nodes) if last else self.nodes) if same(node.value, value)), None)

    def remove(self, value: Any) -> Any:
        """Takes a node or the first of a value out."""
        node = value if isinstance(value, Node) else self.find(value)
        if node is None or node not in self.nodes:
            if isinstance(value, Node):
                raise operation_fault("The LinkedList node does not belong to current LinkedList.")
            return False
        self.nodes.remove(node)
        node.owner = None
        return True

    def drop(self, at: int) -> None:
        """RemoveFirst and RemoveLast."""
        if not self.nodes:
            raise operation_fault("The LinkedList is empty.")
        self.nodes.pop(at).owner = None


def _value_setter(self: Node, value: Any) -> None:
    self.value = value


declare("System.Collections.Generic.LinkedListNode`1", Node, new={"*": lambda net_type, value: argument_node(net_type, value)},
        get={"Value": lambda self: self.value, "List": lambda self: self.owner, "Next": lambda self: self.beside(1), "Previous": lambda self: self.beside(-1)},
        set={"Value": _value_setter},
        signatures=("(T value)", "T Value {get;set;}", "System.Collections.Generic.LinkedListNode`1[T] Next {get;}", "System.Collections.Generic.LinkedListNode`1[T] Previous {get;}"))


def argument_node(net_type: NetType, value: Any) -> Node:
    """A node that belongs to no list yet."""
    node = Node.__new__(Node)
    node.owner, node.value, node.net_type = None, value, net_type
    return node


declare("System.Collections.Generic.LinkedList`1", LinkedList, new={"*": LinkedList},
        get={"Count": lambda self: len(self.nodes), "First": lambda self: self.nodes[0] if self.nodes else None, "Last": lambda self: self.nodes[-1] if self.nodes else None},
        methods={"AddFirst": lambda self, value: self.insert(0, value), "AddLast": lambda self, value: self.insert(len(self.nodes), value),
                 "AddBefore": lambda self, node, value: self.insert(self.nodes.index(node), value), "AddAfter": lambda self, node, value: self.insert(self.nodes.index(node) + 1, value),
                 "Find": LinkedList.find, "FindLast": lambda self, value: self.find(value, True), "Remove": LinkedList.remove, "RemoveFirst": lambda self: self.drop(0),
                 "RemoveLast": lambda self: self.drop(-1), "Clear": lambda self: self.nodes.clear(), "Contains": lambda self, value: self.find(value) is not None,
                 "CopyTo": lambda self, target, at: target.__setitem__(slice(at, at + len(self.nodes)), [n.value for n in self.nodes]),
                 "GetEnumerator": lambda self: Enumerator(self)},
        enumerate=iter)

__all__ = ["LinkedList", "PriorityQueue", "Row"]
