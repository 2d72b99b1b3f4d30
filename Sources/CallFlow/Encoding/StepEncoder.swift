import Telephony

/// A token of the canonical spelling of steps.
enum StepToken {
    case text(String)
    // The names of other parts of a configuration, so that a reader can put something else in their place.
    case menu(String)
    case flow(String)
    case schedule(String)
    /// A person or a rota.
    case callee(String)

    /// The token as text.
    var text: String {
        switch self {
        case .text(let text), .menu(let text), .flow(let text), .schedule(let text), .callee(let text): text
        }
    }
}

extension StepList {
    /// Spells the list as a sequence of tokens and passes them to `receive` in order. `StepList.fingerprint` and
    /// `Behaviour` are made of them.
    ///
    ///     list   = { step } "end"
    ///     step   = "play" prompt | "menu" name | "flow" name | "do" name
    ///            | "check" schedule { status list } | "caller" { pattern list } | "called" { pattern list }
    ///            | "diverted" { pattern list }
    ///            | "holiday-name" schedule { name list }
    ///            | "override" { schedule ( "open" | "closed" | "clear" ) } ( end | "-" )
    ///            | "dial" ( { number } { name } | prefix "{keys}" | "called-number" )
    ///              ( caller ID | "-" ) ( "true" | "false" | "-" )
    ///            | "reject rejected" | "reject busy" | "voicemail" | "hangup" | "connect" | "repeat" | "back"
    ///     status = "open" | "closed" | "holiday"
    ///
    /// No spelling begins with another list's spelling, so different lists have different ones.
    ///
    /// **The spelling is part of a format**: positions of running calls contain its fingerprint, so after a change of
    /// the spelling those calls ring as usual instead of continuing. A new kind of step gets a new word.
    func encode(_ receive: (StepToken) -> Void) {
        for step in steps { step.encode(receive) }
        receive(.text("end"))
    }
}

extension Step {
    fileprivate func encode(_ receive: (StepToken) -> Void) {
        encodeWords(receive)
        forEachBranch { branch in
            switch branch.condition {
            case .status(let status, _): receive(.text(status.rawValue))
            case .caller(let pattern): receive(.text(pattern.description))
            case .called(let pattern): receive(.text(pattern.description))
            case .diverted(let pattern): receive(.text(pattern.description))
            case .holiday(let name): receive(.text(name))
            }
            branch.steps.encode(receive)
        }
    }

    /// The step without its branches.
    private func encodeWords(_ receive: (StepToken) -> Void) {
        switch self {
        case .play(let prompt):
            receive(.text("play"))
            receive(.text(prompt.description))
        case .menu(let name):
            receive(.text("menu"))
            receive(.menu(name))
        case .flow(let name):
            receive(.text("flow"))
            receive(.flow(name))
        case .do(let name):
            receive(.text("do"))
            receive(.flow(name))
        case .check(let schedule, _, _, _):
            receive(.text("check"))
            receive(.schedule(schedule))
        case .holiday(let schedule, _):
            receive(.text("holiday-name"))
            receive(.schedule(schedule))
        case .caller:
            receive(.text("caller"))
        case .called:
            receive(.text("called"))
        case .diverted:
            receive(.text("diverted"))
        case .override(let step):
            receive(.text("override"))
            for (schedule, change) in step.changes {
                // By its name: two schedules with the same hours are opened and closed separately.
                receive(.text(schedule))
                receive(.text(change.rawValue))
            }
            receive(.text(step.until?.text ?? "-"))
        case .dial(let dial):
            receive(.text("dial"))
            switch dial.target {
            case .numbers(let numbers): for number in numbers { receive(.text(number.digits)) }
            case .keyed(let number): receive(.text(number.description))
            case .calledNumber: receive(.text("called-number"))
            }
            for name in dial.people { receive(.callee(name)) }
            receive(.text(dial.callerID?.digits ?? "-"))
            receive(.text(dial.anonymous.map { "\($0)" } ?? "-"))
        case .voicemail: receive(.text("voicemail"))
        case .reject(let rejection): receive(.text("reject \(rejection.rawValue)"))
        case .hangup: receive(.text("hangup"))
        case .connect: receive(.text("connect"))
        case .repeat: receive(.text("repeat"))
        case .back: receive(.text("back"))
        }
    }
}
