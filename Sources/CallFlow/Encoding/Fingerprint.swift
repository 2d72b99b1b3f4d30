import Telephony

extension StepList {
    /// What its steps are, branches included, in 32 bits: the same in every process and on every machine, so that a call
    /// goes on after a restart, but not in a list that was edited meanwhile.
    var mark: UInt32 {
        var fingerprint = Fingerprint()
        fingerprint.add(self)
        return fingerprint.value
    }
}

/// FNV-1a, 32 bits: Fowler, Noll, Vo, RFC 9923.
private struct Fingerprint {
    private(set) var value: UInt32 = 0x811C_9DC5

    private mutating func add(byte: UInt8) {
        value = (value ^ UInt32(byte)) &* 0x0100_0193
    }

    private mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte: byte) }
        // No UTF-8 has this byte, so no two texts run into each other.
        add(byte: 0xFF)
    }

    private mutating func add(_ prompt: Prompt) { add(prompt.description) }

    mutating func add(_ list: StepList) {
        for step in list.steps { add(step) }
        add("end")
    }

    private mutating func add(_ branch: StepList?, called name: String) {
        guard let branch else { return }
        add(name)
        add(branch)
    }

    private mutating func add(_ step: Step) {
        switch step {
        case .play(let prompt):
            add("play")
            add(prompt)
        case .menu(let name):
            add("menu")
            add(name)
        case .flow(let name):
            add("flow")
            add(name)
        case .check(let schedule, let open, let closed, let holiday):
            add("check")
            add(schedule)
            add(open, called: "open")
            add(closed, called: "closed")
            add(holiday, called: "holiday")
        case .caller(let branches):
            add("caller")
            for branch in branches {
                switch branch.pattern {
                case .anonymous: add("anonymous")
                case .number(let pattern): add(pattern.description)
                }
                add(branch.steps)
            }
        case .dial(let dial):
            add("dial")
            switch dial.target {
            case .numbers(let numbers): numbers.forEach { add($0.digits) }
            case .calledNumber: add("called-number")
            }
            add(dial.callerID?.digits ?? "-")
            add(dial.anonymous.map { "\($0)" } ?? "-")
        case .voicemail: add("voicemail")
        case .reject(let rejection): add("reject \(rejection.rawValue)")
        case .hangup: add("hangup")
        case .connect: add("connect")
        case .repeat: add("repeat")
        case .back: add("back")
        }
    }
}
