"""The four kinds of views."""

TABLE, LIST, WIDE, CUSTOM = "Table", "List", "Wide", "Custom"
