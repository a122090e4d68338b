"""What generated code may name, and nothing else."""

from __future__ import annotations

from typing import Any

from relayshell.objects import bits, compare, textoperators
from relayshell.objects.nothing import AUTOMATION_NULL
from relayshell.runtime import calls, constraints, faults, flow as signals, redirections
from relayshell.runtime.scope import Unset, Variable
from relayshell.runtime.support import cells, definitions, flow, members, operators, output, typenames

NAMES: dict[str, Any] = {
    "__builtins__": {},
    "Exception": Exception, "int": int, "str": str, "float": float, "bool": bool,
    "AUTOMATION_NULL": AUTOMATION_NULL, "NO_INPUT": output.NO_INPUT, "SCALARS": output.SCALARS, "TEXTUAL": output.TEXTUAL,
    "BreakSignal": signals.BreakSignal, "ContinueSignal": signals.ContinueSignal, "ReturnSignal": signals.ReturnSignal,
    "label_matches": signals.label_matches,
    "failed": faults.failed, "checked": constraints.checked,
    "run_redirected": redirections.run_redirected, "value_redirected": redirections.value_redirected,
}
for _module, _words in (
    (output, "drop spread plain is_null collapse captured captured_array sub_value array_of items_of lazy_range spread_over"),
    (cells, "global_cell script_cell private_cell read_local read_using read_drive write_drive write_constant put own_value put_typed cell_state "
            "restore_cell swap_in swap_back reference_to reference_of"),
    (flow, "throw throw_nothing rethrow exit_signal break_signal continue_signal choose_catch enter_catch leave_catch enter_finally "
           "leave_finally trap_or_fail"),
    (operators, "add subtract multiply divide modulo truth same_text exact_text stepped number_before range_of "
                "text_in_string join_operator op_match op_notmatch op_replace op_split as_type is_type is_not_type switch_equal "
                "switch_wildcard switch_regex switch_block"),
    (members, "prop set_prop static_value set_static_value call set_indexed call_as call_generic call_static_method call_static_method_generic boxed index "
              "set_index convert new_hashtable new_ordered new_custom_object to_custom_object to_ordered foreach_enumerator switch_items"),
    (definitions, "new_block define_function define_types method_result base_constructor use not_supported run_in_background"),
    (typenames, "find_named_type"),
    (calls, "stages_for_pipe run value_of_run run_given value_of_given pipe value_of_pipe"),
):
    for _word in _words.split():
        NAMES[_word] = getattr(_module, _word)
for _word in ("eq", "ne", "lt", "le", "gt", "ge", "like", "notlike", "contains", "notcontains"):
    NAMES["op_" + _word] = getattr(compare, _word)
NAMES["op_in"] = compare.in_
NAMES["op_notin"] = compare.not_in
for _word in ("negate", "positive", "bit_and", "bit_or", "bit_xor", "bit_not", "shift_left", "shift_right"):
    NAMES[_word] = getattr(bits, _word)
NAMES["Variable"] = Variable
NAMES["PLAIN_CELLS"] = frozenset((Variable, Unset))
NAMES["NUMBERS"] = frozenset((int, float))
NAMES["format_operator"] = textoperators.format_operator
NAMES["unary_split"] = textoperators.unary_split
