"""System.Data: DataTable, DataColumn and DataRow, with PowerShell's adapter: columns of a row read as properties."""

from __future__ import annotations

from typing import Any, Iterator

from relayshell.objects.declare import declare
from relayshell.objects.dotnet.enumerators import Enumerator
from relayshell.objects.dotnet.faults import argument_fault, fault, range_fault
from relayshell.objects.dotnet.results import array, enum_of
from relayshell.objects.nettype import NetType, get_type

_D = "System.Data."


def _null() -> Any:
    from relayshell.objects.members import get_static
    return get_static(get_type("System.DBNull"), "Value")


class Column:
    """A name and a type."""

    __slots__ = ("name", "type", "table", "values")

    def __init__(self, name: str = "", kind: NetType | None = None, *rest: Any) -> None:
        self.name, self.type = name, kind or get_type("System.String")
        self.table: Table | None = None
        self.values: dict[str, Any] = {"AllowDBNull": True, "AutoIncrement": False, "AutoIncrementSeed": 0, "AutoIncrementStep": 1, "Caption": None, "DefaultValue": None, "Expression": "",
                                       "MaxLength": -1, "Namespace": "", "Prefix": "", "ReadOnly": False, "Unique": False, "ColumnMapping": None, "DateTimeMode": None}

    def __str__(self) -> str:
        return self.name


def _kept(name: str) -> tuple[Any, Any]:
    return (lambda self: self.values[name]), (lambda self, value: self.values.__setitem__(name, value))


def _set_name(self: Column, value: str) -> None:
    self.name = value


def _set_type(self: Column, value: NetType) -> None:
    self.type = value


_KEPT = ("AllowDBNull", "AutoIncrement", "AutoIncrementSeed", "AutoIncrementStep", "DefaultValue", "Expression", "MaxLength", "Namespace", "Prefix", "ReadOnly", "Unique", "ColumnMapping", "DateTimeMode")
declare(_D + "DataColumn", Column, new={"*": Column, "()": Column},
        get={**{name: _kept(name)[0] for name in _KEPT}, "Caption": lambda self: self.values["Caption"] or self.name, "ColumnName": lambda self: self.name, "DataType": lambda self: self.type,
             "Ordinal": lambda self: self.table.columns.index(self) if self.table else -1, "Table": lambda self: self.table},
        set={**{name: _kept(name)[1] for name in _KEPT}, "Caption": _kept("Caption")[1], "ColumnName": _set_name, "DataType": _set_type}, methods={"ToString": str}, to_text=str)


class Row:
    """Values by column. `state` is 1 Detached, 2 Unchanged, 4 Added, 8 Deleted, 16 Modified."""

    __slots__ = ("table", "values", "state", "error", "props")

    def __init__(self, table: Table) -> None:
        self.table = table
        self.values: dict[int, Any] = {}
        self.state, self.error = 1, ""
        self.props: Any = None

    def column(self, key: Any) -> Column:
        """By name, place or itself. Raises ArgumentException, IndexOutOfRangeException."""
        if isinstance(key, Column):
            return key
        if isinstance(key, int):
            if not 0 <= key < len(self.table.columns):
                raise fault("System.IndexOutOfRangeException", f"Cannot find column {key}.")
            return self.table.columns[key]
        found = self.table.find(key)
        if found is None:
            raise argument_fault(f"Column '{key}' does not belong to table {self.table.name}.")
        return found

    def get(self, key: Any, *version: Any) -> Any:
        """A value; DBNull where none was set."""
        column = self.column(key)
        value = self.values.get(id(column), column.values["DefaultValue"])
        return _null() if value is None else value

    def put(self, key: Any, value: Any) -> None:
        """Sets a value, converted to the column's type."""
        column = self.column(key)
        if column.values["ReadOnly"] and self.state != 1:
            raise fault("System.Data.ReadOnlyException", f"Column '{column.name}' is read only.")
        is_null = value is None or type(value).__name__ == "DBNull" or getattr(getattr(value, "net_type", None), "text", "") == "System.DBNull"
        if is_null:
            self.values[id(column)] = None
        else:
            from relayshell.objects.convert import convert
            self.values[id(column)] = value if column.type.text == "System.Object" else convert(value, column.type)
        if self.state == 2:
            self.state = 16

    def adapted_find(self, name: str) -> tuple[Any] | None:
        """A column as a property."""
        found = self.table.find(name)
        return None if found is None else (self.get(found),)

    def adapted_set(self, name: str, value: Any) -> bool:
        """Sets a column as a property."""
        found = self.table.find(name)
        if found is None:
            return False
        self.put(found, value)
        return True

    def adapted_properties(self) -> Iterator[tuple[str, Any]]:
        """The columns."""
        for column in self.table.columns:
            yield column.name, (lambda row, column=column: row.get(column))


def _items(self: Row) -> list[Any]:
    return [self.get(column) for column in self.table.columns]


def _set_items(self: Row, values: list[Any]) -> None:
    if len(values) > len(self.table.columns):
        raise argument_fault("Input array is longer than the number of columns in this table.")
    for column, value in zip(self.table.columns, values):
        self.put(column, value)


def _delete(self: Row) -> None:
    if self in self.table.rows:
        self.table.rows.remove(self)
    self.state = 1 if self.state == 4 else 8


def _state(value: int) -> Any:
    def change(self: Row) -> None:
        self.state = value
    return change


def _set_error(self: Row, value: str) -> None:
    self.error = value


def _is_null(self: Row, key: Any, *version: Any) -> bool:
    return self.values.get(id(self.column(key)), self.column(key).values["DefaultValue"]) is None


_nothing = lambda self, *args: None  # noqa: E731
declare(_D + "DataRow", Row, index=Row.get, set_index=Row.put,
        get={"RowError": lambda self: self.error, "RowState": lambda self: enum_of(_D + "DataRowState", self.state), "Table": lambda self: self.table, "ItemArray": _items,
             "HasErrors": lambda self: bool(self.error), "Item": Row.get},
        set={"RowError": _set_error, "ItemArray": _set_items},
        methods={"AcceptChanges": _state(2), "SetAdded": _state(4), "SetModified": _state(16), "Delete": _delete, "IsNull": _is_null, "BeginEdit": _nothing, "EndEdit": _nothing, "CancelEdit": _nothing,
                 "RejectChanges": _nothing, "ClearErrors": lambda self: _set_error(self, ""), "HasVersion": lambda self, version: True, "get_Item": Row.get, "set_Item": Row.put,
                 "GetColumnsInError": lambda self: array(_D + "DataColumn", []), "GetColumnError": lambda self, key: "", "SetColumnError": _nothing})


class Table:
    """Columns and rows."""

    __slots__ = ("name", "columns", "rows", "values", "props")

    def __init__(self, name: str = "", *space: str) -> None:
        self.name = name
        self.columns: list[Column] = []
        self.rows: list[Row] = []
        self.values: dict[str, Any] = {"CaseSensitive": False, "DisplayExpression": "", "MinimumCapacity": 50, "Namespace": "", "Prefix": "", "RemotingFormat": None, "Site": None, "Locale": None}
        self.props: Any = None

    def __str__(self) -> str:
        return self.name

    def find(self, name: str) -> Column | None:
        """A column by name in any case."""
        return next((column for column in self.columns if column.name == name), None) or next((column for column in self.columns if column.name.lower() == name.lower()), None)

    def add_column(self, *args: Any) -> Column:
        """A column, or a name and a type."""
        column = args[0] if args and isinstance(args[0], Column) else Column(*args)
        if not column.name:
            column.name = f"Column{len(self.columns) + 1}"
        if self.find(column.name) is not None and self.find(column.name).name == column.name:  # type: ignore[union-attr]
            raise fault(_D + "DuplicateNameException", f"A column named '{column.name}' already belongs to this DataTable.")
        column.table = self
        self.columns.append(column)
        return column

    def new_row(self) -> Row:
        """A row that is not in the table yet; increments are set."""
        made = Row(self)
        for column in self.columns:
            if column.values["AutoIncrement"]:
                made.values[id(column)] = column.values["AutoIncrementSeed"] + len(self.rows) * column.values["AutoIncrementStep"]
        return made

    def add_row(self, *args: Any) -> Row | None:
        """A row, or values."""
        if len(args) == 1 and isinstance(args[0], Row):
            args[0].state = 4
            self.rows.append(args[0])
            return None
        made = self.new_row()
        values = list(args[0]) if len(args) == 1 and isinstance(args[0], list) else list(args)
        _set_items(made, values)
        made.state = 4
        self.rows.append(made)
        return made


class Part:
    """The Rows or Columns of a table."""

    __slots__ = ("table", "kind", "net_type")

    def __init__(self, table: Table, kind: str) -> None:
        self.table, self.kind, self.net_type = table, kind, get_type(f"{_D}Data{kind}Collection")

    @property
    def items(self) -> list[Any]:
        """What is in it."""
        return self.table.rows if self.kind == "Row" else self.table.columns

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.items))

    def at(self, key: Any) -> Any:
        """By place, or a column by name."""
        if isinstance(key, str):
            return self.table.find(key)
        if not 0 <= key < len(self.items):
            raise fault("System.IndexOutOfRangeException", f"There is no row at position {key}." if self.kind == "Row" else f"Cannot find column {key}.")
        return self.items[key]


def _remove(self: Part, target: Any) -> None:
    item = self.table.find(target) if isinstance(target, str) else target
    if item not in self.items:
        raise range_fault("The given item is not in the current collection.")
    self.items.remove(item)


for _kind in ("Row", "Column"):
    declare(f"{_D}Data{_kind}Collection", Part, dynamic=True, index=Part.at, enumerate=iter, get={"Count": lambda self: len(self.items)}, interfaces=("System.Collections.ICollection",),
            methods={"Add": lambda self, *args: self.table.add_row(*args) if self.kind == "Row" else self.table.add_column(*args), "Clear": lambda self: self.items.clear(), "Remove": _remove,
                     "RemoveAt": lambda self, at: self.items.pop(at) and None, "Contains": lambda self, name: self.table.find(name) is not None if isinstance(name, str) else name in self.items,
                     "IndexOf": lambda self, item: self.items.index(self.table.find(item) if isinstance(item, str) else item), "GetEnumerator": lambda self: Enumerator(self.items),
                     "AddRange": lambda self, items: [self.table.add_column(item) for item in items] and None, "InsertAt": lambda self, row, at: self.items.insert(at, row)})


def _select(self: Table, *args: Any) -> Any:
    """Select with simple comparisons joined by AND and OR, and a sort order."""
    from relayshell.objects.dotnet.datafilters import row_filter
    rows = [row for row in self.rows if row_filter(args[0], row)] if args and args[0] else list(self.rows)
    if len(args) > 1 and args[1]:
        from relayshell.objects.dotnet.comparing import sorter
        for part in reversed(args[1].split(",")):
            name, _, how = part.strip().partition(" ")
            key = sorter()
            rows.sort(key=lambda row: key(row.values.get(id(row.column(name.strip("[]"))))), reverse=how.strip().upper() == "DESC")
    return array(_D + "DataRow", rows)


def _copy(content: bool) -> Any:
    def copy(self: Table) -> Table:
        made = Table(self.name)
        for column in self.columns:
            made.add_column(column.name, column.type)
        for row in self.rows if content else ():
            made.add_row([row.get(column) for column in self.columns])
        return made
    return copy


def _import(self: Table, row: Row) -> None:
    self.add_row([row.get(column) for column in row.table.columns])


def _accept(self: Table) -> None:
    for row in self.rows:
        row.state = 2


def _set_table_name(self: Table, value: str) -> None:
    self.name = value


_TABLE = ("CaseSensitive", "DisplayExpression", "MinimumCapacity", "Namespace", "Prefix", "RemotingFormat", "Site", "Locale")
declare(_D + "DataTable", Table, new={"*": Table, "()": Table}, to_text=str, enumerate=lambda self: iter(list(self.rows)),
        get={**{name: _kept(name)[0] for name in _TABLE}, "Columns": lambda self: Part(self, "Column"), "Rows": lambda self: Part(self, "Row"), "TableName": lambda self: self.name,
             "HasErrors": lambda self: any(row.error for row in self.rows), "IsInitialized": lambda self: True, "PrimaryKey": lambda self: array(_D + "DataColumn", []), "DataSet": lambda self: None},
        set={**{name: _kept(name)[1] for name in _TABLE}, "TableName": _set_table_name, "PrimaryKey": _nothing},
        methods={"NewRow": Table.new_row, "Clear": lambda self: self.rows.clear(), "Select": _select, "Clone": _copy(False), "Copy": _copy(True), "ImportRow": _import, "AcceptChanges": _accept,
                 "RejectChanges": _nothing, "LoadDataRow": lambda self, values, accept: self.add_row(values), "Reset": lambda self: (self.rows.clear(), self.columns.clear()) and None, "ToString": str,
                 "BeginInit": _nothing, "EndInit": _nothing, "BeginLoadData": _nothing, "EndLoadData": _nothing, "Dispose": _nothing,
                 "GetErrors": lambda self: array(_D + "DataRow", [row for row in self.rows if row.error])})

__all__ = ["Column", "Row", "Table"]
