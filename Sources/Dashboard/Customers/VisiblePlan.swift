import CallFlow
import CallLog
import MediaLibrary
import Synchronization
import Telephony
import Webhook

/// The call plan in use as the visitor of the request sees it (`VisitorScope`): people with a login for some customers see their
/// schedules, numbers, menus, announcements and calls only, as if there were no others.
///
/// Promises that names of others are unknown here, so that a form that names one is refused as one with a mistake. Does not keep apart
/// what customers share; who may change that is said by `CustomerView.owns`.
final class VisiblePlan: Sendable {
    /// The plan with everything, for what no visitor asks for.
    let whole: LivePlan
    /// Views of the plan in use, by customers.
    private let views = Mutex<(whole: LivePlan.Snapshot, views: [Set<String>?: Snapshot])?>(nil)

    init(_ whole: LivePlan) { self.whole = whole }

    /// A class, so that what is made of one can be kept with it.
    final class Snapshot: Sendable {
        /// Only what the visitor sees.
        let plan: CallPlan
        /// Nil: the visitor sees everything.
        let view: CustomerView?
        /// The calls of the log that the visitor sees; nil: all.
        let calls: CallScope?
        private let whole: LivePlan.Snapshot
        /// Whose everything is; nil without customers.
        private let parts: CustomerParts?

        var configuration: Configuration { plan.configuration }
        /// Answers all calls, since a number leads to nothing that its people do not see.
        var responder: WebhookResponder { whole.responder }

        fileprivate init(_ whole: LivePlan.Snapshot, _ customers: Set<String>?) {
            self.whole = whole
            guard let customers else {
                (plan, view, calls) = (whole.plan, nil, nil)
                parts = whole.configuration.customers.isEmpty ? nil : CustomerParts(whole.configuration)
                return
            }
            let view = CustomerView(whole.configuration, of: customers)
            let overrides = whole.plan.overrides
            let seen = ScheduleOverrides(
                overrides.all.filter { view.sees(.schedule($0.schedule)) },
                swaps: overrides.allSwaps.filter { view.sees(.rota($0.rota)) })
            plan = CallPlan(view.configuration, overrides: seen)
            (self.view, parts) = (view, view.parts)
            calls = CallScope(of: customers, in: whole.configuration)
        }
    }

    /// The customers whose names have a text in them, of those that the visitor sees.
    func customers(named text: SearchedText) -> [Customer] {
        configuration.customers.values.filter { text.isIn($0.title) || text.isIn($0.name) }.sorted {
            $0.title < $1.title
        }
    }

    var snapshot: Snapshot {
        let (current, customers) = (whole.snapshot, VisitorScope.customers)
        return views.withLock { known in
            if known?.whole !== current { known = (current, [:]) }
            if let view = known?.views[customers] { return view }
            let view = Snapshot(current, customers)
            known?.views[customers] = view
            return view
        }
    }

    var plan: CallPlan { snapshot.plan }
    var configuration: Configuration { snapshot.configuration }
    /// What the visitor sees of the configuration and may change; nil: everything.
    var view: CustomerView? { snapshot.view }
    /// The calls that the visitor sees; nil: all.
    var calls: CallScope? { snapshot.calls }

    /// The announcements that the visitor may hear.
    func catalogue() -> Catalogue {
        let catalogue = whole.catalogue()
        guard let view else { return catalogue }
        return catalogue.part { view.sees(.announcement($0)) }
    }

    /// Whether the visitor sees an announcement, published or not.
    func sees(_ name: AnnouncementName) -> Bool { view?.sees(.announcement(name)) ?? true }
    /// Whether the visitor may record, replace and delete an announcement.
    func owns(_ name: AnnouncementName) -> Bool { view?.owns(.announcement(name)) ?? true }
    func owns(schedule name: String) -> Bool { view?.owns(.schedule(name)) ?? true }

    /// Whether the visitor may hear a published file.
    func mayHear(file name: String) -> Bool { view == nil || catalogue().file(named: name) != nil }

    /// As `LivePlan.override`.
    func override(_ overrides: ScheduleOverrides) { whole.override(overrides) }
}

extension VisiblePlan.Snapshot {
    /// The titles of the customers that a part belongs to, of those that the visitor sees.
    func titles(of part: CustomerPart) -> [String] {
        guard let parts else { return [] }
        return parts.owners(of: part).compactMap { owner in
            if case .customer(let name) = owner { configuration.customers[name]?.title } else { nil }
        }.sorted()
    }

    /// Whether a part belongs to one of some customers.
    func belongs(_ part: CustomerPart, to customers: [Customer]) -> Bool {
        !customers.isEmpty && (parts?.sees(part, Set(customers.map(\.name))) ?? false)
    }
}

extension CallScope {
    /// The calls of the numbers of some customers.
    init(of customers: Set<String>, in configuration: Configuration) {
        let own = customers.compactMap { configuration.customers[$0] }.flatMap(\.numbers)
        let foreign = configuration.customers.values.filter { !customers.contains($0.name) }.flatMap(\.numbers)
        let tables = TableNumbers(of: customers, in: configuration)
        let exact = (own + tables.own).filter { !$0.isPrefix }.map(\.description)
        // What looks the same in a log that masks numbers is not known to be theirs.
        let listed = (configuration.numbers.incoming.entries + configuration.numbers.outgoing.entries).map(\.pattern)
        let others = Set((listed + foreign + tables.lookalikes).filter { !$0.isPrefix }.map(\.description)).subtracting(
            exact)
        let mask = { (number: String) in LoggedNumbers(isMasking: true).text(number) }
        let masked = Set(exact.map(mask)).subtracting(others.map(mask))
        func text(_ prefix: NumberPattern) -> String { "+" + prefix.digits }
        let prefixes = (own + tables.own).filter(\.isPrefix).map { prefix in
            let within = foreign.filter { $0 != prefix && prefix.covers($0) }
            let numbers = within.filter { !$0.isPrefix }.map(\.description)
            return Prefix(
                text(prefix), exceptNumbers: numbers + numbers.map(mask),
                exceptPrefixes: within.filter(\.isPrefix).map(text))
        }
        self.init(numbers: masked.union(exact), prefixes: prefixes)
    }
}
