import CallFlow
import Telephony

/// Plays one call: reports what happens, does as the server answers, and lets the people of the script act.
struct CallPlayer {
    private let network: SimulatedNetwork
    private let call: ScriptedCall
    private let hangUp: Moment?
    private let xcid: String
    private var random: SeededRandom
    private var keys: ArraySlice<String>?
    private var played: PlayedCall
    /// Where the events of a leg are wanted, by call ID.
    private var subscriptions: [String: (onAnswer: String?, onHangup: String?)] = [:]

    /// The caller hung up.
    private struct CallerGone: Error {}

    /// More prompts than anyone listens to.
    private static let mostPrompts = 200
    /// A shorter wait for keys only plays a sound: no one can press a key in it.
    private static let shortestWait = 100
    private static let message = 20_000

    init(_ call: ScriptedCall, midnight: Moment, in network: SimulatedNetwork, random: SeededRandom) {
        self.call = call
        self.network = network
        self.random = random
        let begin = midnight.adding(.seconds(call.second))
        hangUp = call.hangUp.map { begin.adding(.milliseconds($0)) }
        keys = call.keys?[...]
        // Not of the seed: the same day played twice has calls of its own each time.
        xcid = Self.identifier(bytes: 8)
        played = PlayedCall(call, began: begin)
    }

    /// - Throws: `CancellationError`.
    mutating func run() async throws -> PlayedCall {
        try await network.clock.wait(until: played.began)
        let to = call.to.digits
        let leg = PushForm.Leg(
            callID: Self.identifier(bytes: 12), xcid: xcid, direction: call.direction, from: call.from, to: to,
            diversion: call.diverted?.digits)
        let users = call.direction == .incoming ? Colleague.all : [.ada]
        try await begin(leg, users, call.phone)
        played.ended = max(played.began, network.clock.now)
        return played
    }

    private static func identifier(bytes: Int) -> String {
        (0..<bytes).map { _ in
            let text = String(UInt8.random(in: .min ... .max), radix: 16, uppercase: true)
            return text.count < 2 ? "0" + text : text
        }.joined()
    }

    // MARK: Legs

    /// Reports a leg, and does as the server says until the leg is over.
    private mutating func begin(_ leg: PushForm.Leg, _ users: [Colleague], _ phone: ScriptedCall.Phone) async throws {
        played.legs.append(.init(callID: leg.callID, outcome: .missed))
        let answer = await post(.newCall(leg, users: users), to: nil, of: leg)
        do {
            try await follow(answer, leg, users, phone)
        } catch is CallerGone {
            played.steps.append(.callerHungUp)
            await end(leg, .abandoned, .cancel)
        }
    }

    private mutating func follow(
        _ first: PushAnswer, _ leg: PushForm.Leg, _ users: [Colleague], _ phone: ScriptedCall.Phone
    ) async throws {
        var answer = first
        var prompts = 0
        while case .gather(let gather) = answer.action {
            prompts += 1
            guard prompts <= Self.mostPrompts else {
                played.steps.append(.odd("the call has more than \(Self.mostPrompts) prompts"))
                throw CallerGone()
            }
            answer = try await ask(gather, leg)
        }
        switch answer.action {
        case nil, .gather: try await ring(nil, leg, users, phone)
        case .play(let url):
            try await hear(await network.ear.listen(to: url))
            try await ring(nil, leg, users, phone)
        case .dial(let targets, _): try await ring(targets, leg, users, phone)
        case .voicemail: try await leaveMessage(leg)
        case .reject(let busy):
            played.steps.append(.rejected(busy: busy))
            await end(leg, .rejected, .busy)
        case .hangup:
            played.steps.append(.hangup)
            await end(leg, .ended, .normalClearing)
        }
    }

    // MARK: Sounds and keys

    /// Plays the sound of a gather, and returns the answer to what is pressed.
    private mutating func ask(_ gather: PushAnswer.Gather, _ leg: PushForm.Leg) async throws -> PushAnswer {
        var pressed: String?
        do {
            var sound: NetworkSound?
            if let url = gather.url {
                sound = await network.ear.listen(to: url)
                try await hear(sound)
            }
            if gather.timeout >= Self.shortestWait {
                pressed = input(after: sound, gather)
                let wait = pressed.map { min(gather.timeout - 1, 400 * $0.count) } ?? gather.timeout
                try await pass(milliseconds: wait)
                played.steps.append(pressed.map { .pressed($0) } ?? .silence)
            } else {
                try await pass(milliseconds: gather.timeout)
            }
        } catch is CallerGone {
            // As it was seen; it is not documented.
            _ = await post(.keys("-1", callID: leg.callID), to: gather.onData, of: leg)
            throw CallerGone()
        }
        return await post(.keys(pressed, callID: leg.callID), to: gather.onData, of: leg)
    }

    /// The keys of the script, or what the menu offers; nil: none.
    private mutating func input(after sound: NetworkSound?, _ gather: PushAnswer.Gather) -> String? {
        let pressed =
            call.keys == nil
            ? network.keys.keys(after: sound?.name, mostKeys: gather.maxDigits, using: &random) : keys?.popFirst()
        guard let pressed, !pressed.isEmpty else { return nil }
        return String(pressed.prefix(gather.maxDigits))
    }

    private mutating func hear(_ sound: NetworkSound?) async throws {
        guard let sound else { return }
        guard sound.skip == nil else { return played.steps.append(.skipped(sound)) }
        let begin = network.clock.now
        do {
            try await pass(milliseconds: Int((sound.seconds * 1000).rounded()))
            played.steps.append(.heard(sound, seconds: sound.seconds))
        } catch is CallerGone {
            let heard = Double(network.clock.now.milliseconds - begin.milliseconds) / 1000
            played.steps.append(.heard(sound, seconds: min(sound.seconds, max(0, heard))))
            throw CallerGone()
        }
    }

    // MARK: Telephones

    /// - Parameter targets: Nil: the account's telephones.
    private mutating func ring(
        _ targets: [DialTarget]?, _ leg: PushForm.Leg, _ users: [Colleague], _ phone: ScriptedCall.Phone
    ) async throws {
        played.steps.append(.rang(targets ?? []))
        let user = targets == nil && call.direction == .incoming ? users.first : nil
        let target = targets?.randomElement(using: &random)
        let number = target?.digits ?? leg.to
        // Telephones outside of the account do nothing that the provider reports but answer or not.
        switch targets == nil && call.direction == .incoming ? phone : phone.outside {
        case .busy:
            try await pass(milliseconds: 1_000)
            played.steps.append(.busy)
            await end(leg, .missed, .busy)
        case .rings:
            try await pass(milliseconds: call.ring)
            played.steps.append(.notAnswered)
            await end(leg, .missed, .noAnswer)
        case .voicemail:
            try await pass(milliseconds: call.ring)
            try await forward(leg, to: leg.to, [.voicemail], .answers, as: nil)
        case .forwards:
            try await forward(leg, to: network.colleague.digits, [.jürgen], .answers, as: Colleague.jürgen.name)
        case .answers:
            try await pass(milliseconds: call.ring)
            let name = user?.name ?? target?.description ?? "+" + number
            try await talk(leg, user: user, name: name, number: number)
        case .transfers, .unanswered:
            try await pass(milliseconds: call.ring)
            await report(.answer(leg, user: user, number: number), .answer, of: leg)
            try? await pass(milliseconds: call.talk / 2)
            played.steps.append(.answered(by: user?.name ?? "", seconds: Double(call.talk / 2) / 1000))
            played.steps.append(.transferred(to: Colleague.jürgen.name))
            let next = further(leg, to: network.colleague.digits)
            try await begin(next, [.jürgen], phone == .transfers ? .answers : .rings)
            await end(leg, .answered, .normalClearing, number: number)
        }
    }

    /// A conversation. The caller may end it before its time.
    private mutating func talk(_ leg: PushForm.Leg, user: Colleague?, name: String, number: String) async throws {
        await report(.answer(leg, user: user, number: number), .answer, of: leg)
        let begin = network.clock.now
        do { try await pass(milliseconds: call.talk) } catch is CallerGone {}
        let seconds = Double(network.clock.now.milliseconds - begin.milliseconds) / 1000
        played.steps.append(.answered(by: name, seconds: min(seconds, Double(call.talk) / 1000)))
        await end(leg, .answered, .normalClearing, number: number)
    }

    /// The voicemail picks up.
    private mutating func leaveMessage(_ leg: PushForm.Leg) async throws {
        await report(.answer(leg, user: .voicemail, number: leg.to), .answer, of: leg)
        do { try await pass(milliseconds: Self.message) } catch is CallerGone {}
        played.steps.append(.voicemail(seconds: Double(Self.message) / 1000))
        await end(leg, .voicemail, .normalClearing, number: leg.to)
    }

    /// Ends a leg as forwarded, and begins the next.
    private mutating func forward(
        _ leg: PushForm.Leg, to number: String, _ users: [Colleague], _ phone: ScriptedCall.Phone, as name: String?
    ) async throws {
        await end(leg, .forwarded, .forwarded)
        let next = further(leg, to: number)
        if let name {
            played.steps.append(.forwarded(to: name))
            return try await begin(next, users, phone)
        }
        // The box picks up unless the server gets in its way, as it must not.
        played.legs.append(.init(callID: next.callID, outcome: .missed))
        let answer = await post(.newCall(next, users: users), to: nil, of: next)
        if answer.action != nil { played.steps.append(.odd("the voicemail's own call is not left alone")) }
        try await leaveMessage(next)
    }

    private func further(_ leg: PushForm.Leg, to number: String) -> PushForm.Leg {
        PushForm.Leg(
            callID: Self.identifier(bytes: 12), originalCallID: leg.originalCallID, xcid: xcid,
            direction: leg.direction, from: leg.from, to: number, diversion: leg.to)
    }

    // MARK: Events

    /// Posts an event whose answer counts; without a usable one the call rings as usual.
    private mutating func post(_ form: PushForm, to address: String?, of leg: PushForm.Leg) async -> PushAnswer {
        let delivery = await deliver(form, to: address)
        switch delivery.result {
        case .success(let answer):
            // Whether earlier addresses would stay in force is not documented, so the last answer's count.
            subscriptions[leg.callID] = (answer.onAnswer, answer.onHangup)
            if answer.hasMoreActions {
                played.steps.append(.odd("an answer has several actions; only the first is certain"))
            }
            return answer
        case .failure(let reason):
            played.steps.append(.unanswered(event: form.event, reason))
            return PushAnswer()
        }
    }

    /// Posts an event whose answer is thrown away, if the server wants it.
    private mutating func report(_ form: PushForm, _ push: ScriptedCall.Push, of leg: PushForm.Leg) async {
        let addresses = subscriptions[leg.callID]
        let address = push == .answer ? addresses?.onAnswer : addresses?.onHangup
        guard let address, !call.lost.contains(push) else { return }
        let delivery = await deliver(form, to: address)
        if case .failure(let reason) = delivery.result {
            played.steps.append(.unanswered(event: form.event, reason))
        }
    }

    private mutating func deliver(_ form: PushForm, to address: String?) async -> PushClient.Delivery {
        let delivery = await network.client.post(form, to: address)
        played.answers.append(delivery.took)
        network.account?.record(form, at: address ?? network.client.webhook, delivery)
        return delivery
    }

    private mutating func end(
        _ leg: PushForm.Leg, _ outcome: PlayedCall.Outcome, _ cause: PushForm.Cause, number: String? = nil
    ) async {
        if let index = played.legs.firstIndex(where: { $0.callID == leg.callID }) {
            played.legs[index].outcome = outcome
        }
        await report(.hangup(leg, cause: cause, number: number), .hangup, of: leg)
    }

    /// Lets time pass.
    ///
    /// - Throws: `CallerGone` once the caller has hung up.
    private func pass(milliseconds: Int) async throws {
        let end = network.clock.now.adding(.milliseconds(milliseconds))
        guard let hangUp, hangUp <= end else { return try await network.clock.wait(until: end) }
        if hangUp > network.clock.now { try await network.clock.wait(until: hangUp) }
        throw CallerGone()
    }
}

extension ScriptedCall.Phone {
    /// What the provider sees of it at a telephone outside of the account.
    fileprivate var outside: ScriptedCall.Phone {
        switch self {
        case .busy, .rings: self
        case .answers, .voicemail, .transfers, .unanswered, .forwards: .answers
        }
    }
}
