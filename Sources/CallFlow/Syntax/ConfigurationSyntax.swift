import Telephony

/// A configuration file as read: everything that could be understood, with the places of all names.
///
/// Between reading and validation a file can be incomplete: what could not be read is `nil` or `broken`, and was
/// reported.
struct ConfigurationSyntax {
    var publicURL: PublicURL?
    var timeZone: Zone?
    var recordings: RecordingSettings?
    var webhook: WebhookSettings?
    var server: ServerSettings?
    var log = LogSettings()
    var alerts = AlertSettings()
    var speech: SpeechSettings?
    var texts: [TextSyntax] = []
    var forwardedLegs = ForwardedLegs.leaveAlone
    var incoming: [NumberSyntax] = []
    /// Where the numbers of `incoming` are that are not in tables.
    var numberSpans: [NumberPattern: SourceSpan] = [:]
    var outgoing: [NumberSyntax] = []
    /// `numbers: names`, and the column `name` of tables.
    var numberNames: [(number: Located<NumberPattern>, name: String)] = []
    var otherwise: StepListSyntax?
    var flows: [FlowSyntax] = []
    var menus: [MenuSyntax] = []
    var schedules: [ScheduleSyntax] = []
    var people: [PersonSyntax] = []
    var rotas: [RotaSyntax] = []
    var lists: [ListSyntax] = []
    var customers: [CustomerSyntax] = []
    /// Their lists, one for each target, are among `incoming`, without a number.
    var largeTables: [LargeTableSyntax] = []
    /// The column `customer` of tables.
    var customersOfTables: [(number: NumberPattern, customer: Located<String>)] = []
    /// Flows and menus with parameters; `flows` and `menus` have their instances.
    var templates: [TemplateSyntax] = []

    /// The numbers of people, by name.
    var numbersOfPeople: [String: DialTarget] {
        Dictionary(people.compactMap { person in person.number.map { (person.name.value, $0) } }) { first, _ in first }
    }
}

struct TextSyntax {
    var name: Located<AnnouncementName>
    var text: AnnouncementText
}

struct PersonSyntax {
    var name: Located<String>
    /// `nil`, and reported, if it is not a number.
    var number: DialTarget?
}

struct RotaSyntax {
    var name: Located<String>
    /// `nil`, and reported, if its turns cannot be read.
    var rota: Rota?
}

struct CustomerSyntax {
    var name: Located<String>
    var title: String?
    var numbers: [Located<NumberPattern>] = []
    var schedules: [Located<String>] = []
    var recordings: [Located<String>] = []
}

struct NumberSyntax {
    /// `nil`, and reported, if the key is not a number.
    var pattern: NumberPattern?
    var steps: StepListSyntax
}

/// A table of numbers whose rows are not listed one by one.
struct LargeTableSyntax {
    var path: String
    var rows: NumberRows
    /// By target.
    var steps: [StepListSyntax]
    /// By target; empty if the file has no customers.
    var customers: [Located<String>?]
}

struct ListSyntax {
    var name: Located<String>
    var list: NumberList
}

struct TemplateSyntax {
    var item: ConfigurationProblem.NamedItem
    var name: Located<String>
    /// Whether a step names it.
    var isUsed: Bool
}

struct FlowSyntax {
    var name: Located<String>
    /// The name as written: that of all instances if the flow has parameters.
    var title: String
    var steps: StepListSyntax
}

struct MenuSyntax {
    struct Choice {
        /// `nil`, and reported, if the key cannot be pressed.
        var keys: Located<KeyPattern>?
        var steps: StepListSyntax
    }

    /// What happens after silence, or after a wrong key.
    struct Retry {
        var say: [Located<AnnouncementName>] = []
        var tries = 3
        var then: StepListSyntax
    }

    var name: Located<String>
    /// As that of a flow.
    var title: String
    var prompt: [Located<AnnouncementName>] = []
    var again: [Located<AnnouncementName>] = []
    /// Milliseconds.
    var timeout = 5000
    var choices: [Choice] = []
    var otherwise: StepListSyntax?
    var silence: Retry
    var wrongKey: Retry
}

struct ScheduleSyntax {
    var name: Located<String>
    var schedule: Schedule
    /// Those of its special days.
    var announcements: [Located<AnnouncementName>] = []
}

/// Steps from top to bottom, at least one.
struct StepListSyntax {
    /// As `StepList.path`.
    var path: String
    var span: SourceSpan
    var steps: [StepSyntax]
}

struct StepSyntax {
    indirect enum Action {
        case play([Located<AnnouncementName>])
        case menu(Located<String>)
        case flow(Located<String>)
        case `do`(Located<String>)
        case check(Located<String>, open: StepListSyntax?, closed: StepListSyntax?, holiday: StepListSyntax?)
        /// Stands first in the `holiday` branch of a check.
        case holiday(String, [HolidayBranch])
        case caller([Branch])
        case called([CalledBranch])
        case diverted([DivertedBranch])
        case override([OverrideSyntax], until: OverrideStep.End?)
        /// `targets`: the spans of its numbers, or of `called-number`.
        case dial(Dial, targets: [SourceSpan])
        case voicemail
        case reject(Rejection)
        case hangup
        case connect
        case `repeat`
        case back
        /// Could not be read, and was reported.
        case broken
    }

    struct Branch {
        /// `nil`, and reported, if the key is not a number.
        var pattern: CallerPattern?
        var steps: StepListSyntax
    }

    struct CalledBranch {
        /// `nil`, and reported, if the key is not a number.
        var pattern: CalledPattern?
        var steps: StepListSyntax
    }

    struct DivertedBranch {
        /// `nil`, and reported, if the key is not a number.
        var pattern: DiversionPattern?
        var steps: StepListSyntax
    }

    /// A schedule that `override` opens, closes or clears.
    struct OverrideSyntax {
        var schedule: Located<String>
        var change: OverrideStep.Change
    }

    struct HolidayBranch {
        var name: String
        var steps: StepListSyntax
    }

    var action: Action
    /// The span of the step's name: `voicemail`, or the key of `play: …`.
    var span: SourceSpan
    var word: String
}
