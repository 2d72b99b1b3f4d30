/// The steps of calls as JSON Schema.
enum StepSchema {
    /// Steps in a flow, or in the branches of a number.
    static let flow = steps(.oneOrMore(["anyOf": .list(bareWords(isMenu: false) + mappings(in: "flowSteps"))]))
    /// Steps in a menu, where `repeat` and `back` are allowed.
    static let menu = steps(.oneOrMore(["anyOf": .list(bareWords(isMenu: true) + mappings(in: "menuSteps"))]))
    /// The whole value of a number, where a bare word is a step or a flow.
    static let number: SchemaNode = [
        "anyOf": [["type": "string", "minLength": 1], .definition("flowSteps")],
        "description": "A flow by its name, a step, or a list of steps.",
    ]

    private static func steps(_ node: SchemaNode) -> SchemaNode {
        node.with(["description": "A step, or a list of steps from top to bottom."])
    }

    private static func bareWords(isMenu: Bool) -> [SchemaNode] {
        [.word(StepWord.allCases.filter { $0.isBare && (isMenu || !$0.isOfMenus) }.map(\.rawValue))]
    }

    /// The steps as mappings. A step without a value may be written as a key too: `hangup:`.
    private static func mappings(in context: String) -> [SchemaNode] {
        StepWord.allCases.compactMap { word in
            guard context == "menuSteps" || !word.isOfMenus else { return nil }
            let value = value(of: word)
            var properties = [word.rawValue: value.with(["description": .text(meaning(of: word))])]
            for key in word.optionKeys { properties[key] = self.value(ofOption: key, in: context) }
            if [.caller, .called, .diverted].contains(word) {
                properties[word.rawValue] = branches(of: word, in: context)
            }
            return [
                "type": "object", "required": [.text(word.rawValue)], "additionalProperties": false,
                "properties": .object(properties),
            ]
        }
    }

    private static func value(of word: StepWord) -> SchemaNode {
        switch word {
        case .play: ["allOf": [.prompt]]
        case .menu, .flow, .do, .check: .anyText
        case .caller, .called, .diverted: [:]
        case .override:
            SchemaNode.mapping(
                of: .word(OverrideStep.Change.allCases.map(\.rawValue)), named: ["until": .anyText], mayBeEmpty: false)
        case .dial: ["anyOf": [.word(["called-number"]), .oneOrMore(.phoneNumber, atMost: 5)]]
        case .reject:
            ["anyOf": [.word([Rejection.busy.rawValue, Rejection.rejected.rawValue]).orParameter, ["type": "null"]]]
        case .voicemail, .hangup, .connect, .repeat, .back: ["type": "null"]
        }
    }

    private static func value(ofOption key: String, in context: String) -> SchemaNode {
        switch key {
        case "caller-id": .phoneNumber
        case "anonymous": .truth.orParameter
        case "with": .mapping(of: .anyText)
        case "holiday":
            [
                "anyOf": [
                    .definition(context),
                    .mapping(of: .definition(context), named: [:], mayBeEmpty: false).with([
                        "propertyNames": .word(HolidaySelection.knownNames + ["else"])
                    ]),
                ],
                "description": "Steps for holidays, or steps by the holiday's name, with `else` for the others.",
            ]
        default: .definition(context)
        }
    }

    private static func branches(of word: StepWord, in context: String) -> SchemaNode {
        SchemaNode.mapping(of: .definition(context), mayBeEmpty: false)
            .with(["description": .text(meaning(of: word))])
    }

    private static func meaning(of word: StepWord) -> String {
        switch word {
        case .play: "Plays an announcement, or several joined into one prompt."
        case .menu: "Asks a menu."
        case .flow: "Continues with a flow."
        case .do: "Runs a flow, and continues with the next step unless the flow has ended the call."
        case .check:
            "Continues with the branch for the schedule's status: open (or inside), closed (or outside), holiday."
        case .caller:
            "Continues with the first branch that matches the caller: a number, a prefix such as +49157*, anonymous, unknown, internal."
        case .called:
            "Continues with the first branch that matches the number dialled: a number, a prefix such as +49900*, or a list."
        case .diverted:
            "Continues with the first branch that matches the number the call was forwarded from: a number, a prefix, any."
        case .override: "Opens, closes or clears schedules, until a time, as `announce override` does."
        case .dial:
            "Rings one to five numbers, extensions, people or rotas at once; {keys} are the keys of the choice; called-number is the number dialled by an outgoing call."
        case .voicemail: "Transfers the caller to the voicemail."
        case .reject: "Rejects the call, as busy or as rejected."
        case .hangup: "Ends the call."
        case .connect: "Rings the telephone as if there were no announce."
        case .repeat: "Asks the menu again."
        case .back: "Returns to the menu before."
        }
    }
}
