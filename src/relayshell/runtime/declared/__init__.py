"""What scripts see of the runtime's own objects: script blocks, variables, records, $PSCmdlet, session states, modules, the host.

Each module declares some types; `HOMES` says which, so that none is imported before a script meets one.
"""

_P = "System.Management.Automation."
_NODES = (
    "ArrayExpressionAst ArrayLiteralAst AssignmentStatementAst Ast AttributeAst AttributeBaseAst AttributedExpressionAst "
    "BaseCtorInvokeMemberExpressionAst BinaryExpressionAst BlockStatementAst BreakStatementAst CatchClauseAst ChainableAst CommandAst "
    "CommandBaseAst CommandElementAst CommandExpressionAst CommandParameterAst ConstantExpressionAst ContinueStatementAst ConvertExpressionAst "
    "DataStatementAst DoUntilStatementAst DoWhileStatementAst ErrorExpressionAst ErrorStatementAst ExitStatementAst ExpandableStringExpressionAst "
    "ExpressionAst FileRedirectionAst ForEachStatementAst ForStatementAst FunctionDefinitionAst FunctionMemberAst HashtableAst IfStatementAst "
    "IndexExpressionAst InvokeMemberExpressionAst LabeledStatementAst LoopStatementAst MemberAst MemberExpressionAst MergingRedirectionAst "
    "NamedAttributeArgumentAst NamedBlockAst ParamBlockAst ParameterAst ParenExpressionAst PipelineAst PipelineBaseAst PipelineChainAst "
    "PropertyMemberAst RedirectionAst ReturnStatementAst ScriptBlockAst ScriptBlockExpressionAst StatementAst StatementBlockAst "
    "StringConstantExpressionAst SubExpressionAst SwitchStatementAst TernaryExpressionAst ThrowStatementAst TrapStatementAst TryStatementAst "
    "TypeConstraintAst TypeDefinitionAst TypeExpressionAst UnaryExpressionAst UsingExpressionAst UsingStatementAst VariableExpressionAst "
    "WhileStatementAst"
).split()

HOMES: dict[str, tuple[str, ...]] = {
    "relayshell.runtime.declared.blocks": (
        _P + "ScriptBlock", _P + "SteppablePipeline", _P + "CallStackFrame", _P + "ScriptInfo",
        "System.Collections.ArrayList+ArrayListEnumeratorSimple",
    ),
    "relayshell.runtime.declared.records": (
        _P + "WarningRecord", _P + "VerboseRecord", _P + "DebugRecord", _P + "InformationalRecord", _P + "InformationRecord",
        _P + "HostInformationMessage", _P + "ProgressRecord",
    ),
    "relayshell.runtime.declared.eventmanager": (_P + "PSEventManager", _P + "PSLocalEventManager"),
    "relayshell.runtime.declared.variables": (_P + "PSVariable", _P + "PSVariableIntrinsics", _P + "PSVariableProperty"),
    "relayshell.runtime.declared.cmdlets": (
        _P + "PSScriptCmdlet", _P + "PSCmdlet", _P + "Cmdlet", _P + "PagingParameters", _P + "ICommandRuntime",
    ),
    "relayshell.runtime.declared.engine": (
        _P + "EngineIntrinsics", _P + "SessionState", _P + "CommandLookupEventArgs", _P + "SessionStateInternal", _P + "CommandInvocationIntrinsics",
        _P + "LocationChangedEventArgs",
    ),
    "relayshell.runtime.declared.paths": (
        _P + "PathIntrinsics", _P + "ProviderIntrinsics", _P + "CmdletProviderManagementIntrinsics", _P + "DriveManagementIntrinsics",
        _P + "ItemCmdletProviderIntrinsics", _P + "ChildItemCmdletProviderIntrinsics", _P + "ContentCmdletProviderIntrinsics",
        _P + "PropertyCmdletProviderIntrinsics", _P + "SecurityDescriptorCmdletProviderIntrinsics", _P + "Provider.ContentEnd",
    ),
    "relayshell.runtime.declared.hosts": (
        _P + "Host.PSHost", _P + "Host.PSHostUserInterface", _P + "Host.PSHostRawUserInterface", _P + "Host.Size", _P + "Host.Coordinates",
        _P + "Host.ChoiceDescription", _P + "Host.FieldDescription", _P + "Internal.Host.InternalHost",
        _P + "Internal.Host.InternalHostUserInterface", _P + "Internal.Host.InternalHostRawUserInterface",
    ),
    "relayshell.runtime.declared.platforms": (_P + "Platform", _P + "Internal.InternalTestHooks"),
    "relayshell.runtime.declared.hostparts": (
        _P + "Host.Rectangle", _P + "Host.KeyInfo", _P + "Host.BufferCell", "Microsoft.PowerShell.ConsoleHost+ConsoleColorProxy",
    ),
    "relayshell.runtime.declared.attributes": (_P + "CmdletBindingAttribute", _P + "OutputTypeAttribute"),
    "relayshell.runtime.declared.modules": (_P + "PSModuleInfo",),
    "relayshell.runtime.declared.modulespecs": ("Microsoft.PowerShell.Commands.ModuleSpecification",),
    "relayshell.runtime.declared.parsing": (
        _P + "Language.Parser", _P + "PSToken", _P + "PSParser", _P + "PSParseError",
    ),
    "relayshell.runtime.declared.tokens": tuple(
        f"{_P}Language.{name}Token" for name in (
            "", "Number", "Parameter", "Variable", "String", "StringLiteral", "StringExpandable", "Label", "Redirection", "InputRedirection",
            "MergingRedirection", "FileRedirection",
        )
    ),
    "relayshell.runtime.declared.asts": (
        *(f"{_P}Language.{name}" for name in _NODES), _P + "Language.ParseError", _P + "Language.InternalScriptExtent", _P + "VariablePath",
    ),
    "relayshell.runtime.declared.scriptplaces": tuple(
        f"{_P}Language.{name}" for name in (
            "IScriptPosition", "InternalScriptPosition", "ScriptPosition", "ScriptExtent", "ITypeName", "TypeName", "GenericTypeName", "ArrayTypeName",
            "ReflectionTypeName", "IAstPostVisitHandler", "TokenTraits",
        )
    ),
    "relayshell.runtime.declared.hosting": (
        _P + "PowerShell", _P + "PSCommand", _P + "PSDataStreams", _P + "PSInvocationSettings", _P + "PSDataCollection`1", _P + "PowerShellAsyncResult",
        *(
            f"{_P}Runspaces.{name}" for name in (
                "SessionStateProxy", "LocalRunspace", "Runspace", "RunspaceFactory", "RunspacePool",
            )
        ),
    ),
    "relayshell.runtime.declared.initialstates": tuple(
        f"{_P}Runspaces.{name}" for name in (
            "InitialSessionState", "InitialSessionStateEntryCollection", "SessionStateVariableEntry", "SessionStateFunctionEntry",
            "SessionStateFormatEntry", "SessionStateTypeEntry", "SessionStateAliasEntry", "SessionStateCmdletEntry", "SessionStateProviderEntry",
        )
    ),
    "relayshell.runtime.declared.accelerators": (_P + "TypeAccelerators",),
    "relayshell.runtime.declared.requirements": (_P + "Language.ScriptRequirements",),
    "relayshell.runtime.declared.pipelines": tuple(
        f"{_P}Runspaces.{name}" for name in (
            "Command", "CommandParameter", "CommandParameterCollection", "CommandCollection", "Pipeline", "LocalPipeline", "PipelineReader",
            "PipelineWriter",
        )
    ),
    "relayshell.runtime.declared.states": (
        _P + "PSInvocationStateInfo", _P + "Runspaces.PipelineStateInfo", _P + "Runspaces.RunspaceStateInfo", _P + "RunspacePoolStateInfo",
        _P + "PSInvocationStateChangedEventArgs", _P + "Runspaces.RunspaceStateEventArgs",
    ),
    "relayshell.runtime.declared.languagetools": (
        _P + "ProxyCommand", _P + "CommandMetadata", _P + "Language.CodeGeneration", _P + "Language.AstVisitor", _P + "Language.AstVisitor2",
        _P + "Language.ICustomAstVisitor", _P + "Language.ICustomAstVisitor2", _P + "Language.CommentHelpInfo",
        _P + "Language.DefaultCustomAstVisitor", _P + "Language.DefaultCustomAstVisitor2",
    ),
    "relayshell.runtime.declared.staticbinding": tuple(
        f"{_P}Language.{name}" for name in ("StaticParameterBinder", "StaticBindingResult", "StaticBindingError", "ParameterBindingResult")
    ),
    "relayshell.runtime.declared.versions": (_P + "PSVersionHashTable",),
    "relayshell.runtime.declared.completions": (_P + "CompletionResult", _P + "CommandCompletion", _P + "AstTypeInference", _P + "PSSyntheticTypeName",
                                                  _P + "PSMemberNameAndType"),
    "relayshell.runtime.declared.completers": (_P + "CompletionCompleters",),
    "relayshell.runtime.declared.parameters": (
        _P + "RuntimeDefinedParameter", _P + "RuntimeDefinedParameterDictionary",
    ),
}
