import ArgumentParser
import CallFlow
import FoundationEssentials
import Sipgate
import Telephony

/// The options that select entries of the account's history.
struct HistoryFilterOptions: ParsableArguments {
    @Option(help: "Only entries of this kind; can be repeated.")
    var kind: [HistoryKind] = []

    @Option(help: "Only entries of this direction; can be repeated.")
    var direction: [HistoryDirection] = []

    @Option(
        help: ArgumentHelp(
            "Only entries of this phone line, group, SMS or fax line, e.g. p0; can be repeated.", valueName: "line"),
        transform: Extension.argument)
    var line: [Extension] = []

    @Option(
        help: ArgumentHelp("Only entries from or to this number.", valueName: "number"),
        transform: PhoneNumber.argument)
    var number: PhoneNumber?

    @Option(
        help: ArgumentHelp("Only entries since this time: \(WrittenTime.examples).", valueName: "time"),
        transform: WrittenTime.argument)
    var since: WrittenTime?

    @Option(
        help: ArgumentHelp("Only entries before this time; a day alone is included.", valueName: "time"),
        transform: WrittenTime.argument)
    var until: WrittenTime?

    @Flag(inversion: .prefixedNo, help: "Only archived entries, or only others (default: as the provider lists them).")
    var archived: Bool?

    @Flag(inversion: .prefixedNo, help: "Only starred entries, or only others.")
    var starred: Bool?

    @OptionGroup var source: ConfigurationOption

    /// - Throws: errors of the configuration, whose time zone times are read in.
    func filter() throws -> HistoryFilter {
        var filter = HistoryFilter(
            kinds: kind.map(\.kind), directions: direction.map(\.direction), connections: line, isArchived: archived,
            isStarred: starred, number: number)
        guard since != nil || until != nil else { return filter }
        let zone = try source.zone()
        filter.from = since.map { Date($0.moment(.past, from: .now, in: zone)) }
        filter.to = until.map { Date($0.end(.past, from: .now, in: zone)) }
        return filter
    }
}

/// Entries of the history, by their IDs or by a filter.
struct HistorySelection: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Entries, as listed by `announce account history`; or give a filter.", valueName: "ids"),
        transform: { try HistoryEntry.ID($0) })
    var ids: [HistoryEntry.ID] = []

    @OptionGroup(title: "Filter") var filter: HistoryFilterOptions

    func validate() throws {
        let hasFilter =
            !(filter.kind.isEmpty && filter.direction.isEmpty && filter.line.isEmpty) || filter.number != nil
            || filter.since != nil || filter.until != nil || filter.archived != nil || filter.starred != nil
        guard ids.isEmpty == hasFilter else {
            throw ValidationError(
                ids.isEmpty
                    ? "Name the entries by their IDs, or by a filter such as --kind fax --until 2026-01-01."
                    : "Give either IDs or a filter.")
        }
    }

    /// The entries; nil if the filter selects none.
    func entries(_ client: SipgateClient) async throws -> NonEmpty<HistoryEntry.ID>? {
        guard ids.isEmpty else { return NonEmpty(elements: ids) }
        return NonEmpty(
            elements: try await client.history.entries(try filter.filter(), pageSize: 1000).collect().map(\.id))
    }
}

enum HistoryKind: String, ExpressibleByArgument, CaseIterable {
    case call, voicemail, sms, fax

    var kind: HistoryEntry.Kind { HistoryEntry.Kind(rawValue: rawValue.uppercased()) }
}

enum HistoryDirection: String, ExpressibleByArgument, CaseIterable {
    case incoming, outgoing
    case missedIncoming = "missed-incoming"
    case missedOutgoing = "missed-outgoing"

    var direction: HistoryEntry.Direction {
        switch self {
        case .incoming: .incoming
        case .outgoing: .outgoing
        case .missedIncoming: .missedIncoming
        case .missedOutgoing: .missedOutgoing
        }
    }
}

extension Moment {
    init(_ date: Date) { self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded())) }
}

extension Date {
    init(_ moment: Moment) { self.init(timeIntervalSince1970: Double(moment.milliseconds) / 1000) }
}
