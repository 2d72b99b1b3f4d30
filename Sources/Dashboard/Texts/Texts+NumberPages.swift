import CallFlow
import Telephony
import Webhook

extension Texts {
    /// Numbers and menus.
    enum Numbers {
        static var title: String { either("Numbers", "Rufnummern") }
        static var all: String { either("All numbers", "Alle Rufnummern") }
        static var number: String { either("Number", "Rufnummer") }
        static var new: String { either("Add a number", "Rufnummer hinzufügen") }
        static var name: String { either("Name", "Name") }
        static var nameHelp: String {
            either("for example Practice, front desk", "zum Beispiel Praxis, Empfang")
        }
        static var noName: String { either("no name", "kein Name") }
        static func tooLong(_ count: Int) -> String {
            either("A name has up to \(count) characters.", "Ein Name hat bis zu \(count) Zeichen.")
        }
        static var change: String { either("Change", "Ändern") }
        static var remove: String { either("Remove this number", "Diese Rufnummer entfernen") }
        static var notListed: String { either("not listed", "nicht eingetragen") }
        static func noNumber(_ number: String) -> String {
            either("The configuration has no number \(number).", "Die Rufnummer \(number) ist nicht eingetragen.")
        }
        static var changedMeanwhile: String {
            either(
                "Somebody else has changed this since you opened the page. Nothing was saved. Below is what your form would change now.",
                "Inzwischen hat jemand anders das geändert. Es wurde nichts gespeichert. Unten steht, was Ihr Formular jetzt ändern würde."
            )
        }

        static var others: String { either("All other numbers", "Alle anderen Rufnummern") }
        static func madeFrom(_ number: String) -> String {
            either("Calls made from \(number)", "Anrufe von \(number) aus")
        }
        static var ringsAsUsual: String { either("rings as usual", "klingelt wie gewohnt") }
        static var search: String { either("Search", "Suchen") }
        static var show: String { either("Show", "Anzeigen") }
        static var caller: String { either("A caller", "Ein Anrufer") }
        static var reason: String { either("Reason", "Grund") }
        static var configured: String { either("In the file", "In der Datei") }
        static var noMatch: String { either("No matching numbers.", "Keine passenden Rufnummern.") }
        static var flow: String { either("Call flow", "Ablauf") }
        static func flow(of title: String) -> String { either("Call flow of \(title)", "Ablauf: \(title)") }
        static func flow(_ name: String) -> String { either("flow \(name)", "Ablauf \(name)") }
        static var described: String {
            either("A description in words follows below.", "Unten folgt eine Beschreibung in Worten.")
        }
        static var inWords: String { either("In words", "In Worten") }
        static func to(_ name: String) -> String { either("to \(name)", "zu \(name)") }
        static func moreEdges(_ count: Int) -> HTML {
            either(
                html: "… and \(count) more: <code>announce graph</code> draws them all.",
                "… und \(count) weitere: <code>announce graph</code> zeichnet alle.")
        }
        static var now: String { either("Now, any caller", "Jetzt, jeder Anrufer") }
        static var previous: String { either("Previous", "Zurück") }
        static var next: String { either("Next", "Weiter") }
        static func range(_ first: Int, _ last: Int, _ count: Int) -> String {
            either("\(first) to \(last) of \(count)", "\(first) bis \(last) von \(count)")
        }
        static var when: String { either("When", "Wann") }
        static var from: String { either("Caller", "Anrufer") }
        static var anyCaller: String { either("any caller", "jeder Anrufer") }
        static var fromHelp: String {
            either(
                "A number with its country code, or the word anonymous",
                "Eine Rufnummer mit Ländervorwahl, oder das Wort anonymous")
        }
        static func notPublished(_ names: String) -> String {
            either("not published: \(names)", "nicht veröffentlicht: \(names)")
        }
        static func notACaller(_ text: String) -> String {
            either(
                "“\(text)” is not a telephone number; include the country code: +49 157 99912345.",
                "„\(text)“ ist keine Rufnummer; geben Sie die Ländervorwahl an: +49 157 99912345.")
        }
        static func at(_ time: String) -> String { either("on \(time)", "am \(time)") }
        static func atNow(_ time: String) -> String { either("now (\(time))", "jetzt (\(time))") }

        // MARK: Tables

        static var tables: String { either("Tables of numbers (CSV)", "Rufnummern als Tabelle (CSV)") }
        static func table(_ name: String) -> String { either("Table \(name)", "Tabelle \(name)") }
        static var noTable: String { either("There is no such table.", "Diese Tabelle gibt es nicht.") }
        static var noTables: HTML {
            either(
                html:
                    "All numbers are in the configuration itself. To have them in a table, write <code>file: numbers.csv</code> under <code>numbers:</code>.",
                "Alle Rufnummern stehen in der Konfiguration selbst. Für eine Tabelle schreiben Sie dort unter <code>numbers:</code> die Zeile <code>file: numbers.csv</code>."
            )
        }
        /// `999990 numbers of numbers.csv`
        static func ofTable(_ count: Int, _ file: String) -> String {
            either("\(Texts.numbers(count)) of \(file)", "\(Texts.numbers(count)) aus \(file)")
        }
        static func largeTable(_ count: Int, _ file: String) -> String {
            either(
                "\(ofTable(count, file)), too many to edit here: replace the file. They are not in the download.",
                "\(ofTable(count, file)), zu viele, um sie hier zu bearbeiten: Ersetzen Sie die Datei. Im Download sind sie nicht enthalten."
            )
        }
        static func inLargeTable(_ number: String, _ file: String) -> String {
            either(
                "\(number) is in \(file), which is too large to edit here. Change it in the file.",
                "\(number) steht in \(file); die Datei ist zu groß, um sie hier zu bearbeiten. Ändern Sie sie dort.")
        }
        static var tableHelp: String {
            either(
                "One line a number; the first line names the columns.",
                "Eine Zeile je Rufnummer; die erste Zeile nennt die Spalten.")
        }
        static var importFile: String { either("Replace by a file", "Durch eine Datei ersetzen") }
        static var addFile: String { either("Add the lines of a file", "Zeilen einer Datei hinzufügen") }
        static var export: String { either("Download this table", "Diese Tabelle herunterladen") }
        static var exportAll: String { either("Download all numbers", "Alle Rufnummern herunterladen") }
        static func added(_ count: Int, _ numbers: String) -> String {
            either(
                "\(count) \(count == 1 ? "number is" : "numbers are") added: \(numbers)",
                "\(count) \(count == 1 ? "Rufnummer kommt" : "Rufnummern kommen") hinzu: \(numbers)")
        }
        static func changed(_ count: Int, _ numbers: String) -> String {
            either(
                "\(count) \(count == 1 ? "number changes" : "numbers change"): \(numbers)",
                "\(count) \(count == 1 ? "Rufnummer ändert" : "Rufnummern ändern") sich: \(numbers)")
        }
        static func removed(_ count: Int, _ numbers: String) -> String {
            either(
                "\(count) \(count == 1 ? "number is" : "numbers are") removed: \(numbers)",
                "\(count) \(count == 1 ? "Rufnummer entfällt" : "Rufnummern entfallen"): \(numbers)")
        }

        // MARK: What a caller hears

        static func hearsAt(_ when: String) -> HTML {
            either(
                html: "What a caller hears <strong>\(when)</strong>", "Was ein Anrufer <strong>\(when)</strong> hört")
        }
        static var then: String { either(", then ", ", dann ") }
        static func hears(_ prompt: String) -> String { either("hears \(prompt)", "hört \(prompt)") }
        static func hears(_ prompt: Prompt) -> HTML {
            either(html: "Hears <strong>\(prompt)</strong>", "Hört <strong>\(prompt)</strong>")
        }
        static func transferred(_ numbers: String) -> String {
            either("is transferred to \(numbers)", "wird verbunden mit \(numbers)")
        }
        static func transferred(_ numbers: [DialTarget]) -> HTML {
            let list = Texts.list(numbers.map(\.spaced))
            return either(
                html: "Transferred to <strong>\(list)</strong>", "Wird verbunden mit <strong>\(list)</strong>")
        }
        static func canPress(_ keys: String) -> String { either("can press \(keys)", "Taste \(keys)") }
        /// `1, 2, 0815 or *`
        static func keys(_ keys: [String]) -> String {
            guard let last = keys.last, keys.count > 1 else { return keys.first ?? either("a key", "eine Taste") }
            return keys.dropLast().joined(separator: ", ") + either(" or ", " oder ") + last
        }
        static func end(_ end: CallSimulation.End) -> String {
            switch end {
            case .hangup: either("the call is hung up", "wird aufgelegt")
            case .connect: either("the telephone rings as usual", "klingelt das Telefon wie gewohnt")
            case .voicemail: either("goes to voicemail", "kommt der Anrufbeantworter")
            case .reject: either("is rejected", "wird abgewiesen")
            case .busy: either("is rejected as busy", "kommt das Besetztzeichen")
            }
        }
        static func endSentence(_ end: CallSimulation.End) -> HTML {
            switch end {
            case .hangup: either(html: "The call is hung up", "Es wird aufgelegt")
            case .connect:
                either(
                    html: "The telephone <strong>rings as usual</strong>",
                    "Das Telefon <strong>klingelt wie gewohnt</strong>")
            case .voicemail:
                either(html: "Goes to <strong>voicemail</strong>", "Der <strong>Anrufbeantworter</strong> übernimmt")
            case .reject: either(html: "Is <strong>rejected</strong>", "Wird <strong>abgewiesen</strong>")
            case .busy: either(html: "Is rejected as <strong>busy</strong>", "Hört das <strong>Besetztzeichen</strong>")
            }
        }
        static func waits(_ menu: String) -> String {
            either("Then the menu \(menu) waits for a key", "Dann wartet das Auswahlmenü \(menu) auf eine Taste")
        }
        static var keyColumn: String { either("Key", "Taste") }
        static var action: String { either("Action", "Was geschieht") }
        static var otherKey: String { either("any other key", "jede andere Taste") }
        static var wrongKey: String { either("a wrong key", "eine falsche Taste") }
        static var noKey: String { either("nothing", "keine Taste") }
        static func again(_ say: String?, tries: Int) -> String {
            let first = say.map { either("\($0), then ", "\($0), dann ") } ?? ""
            return either(
                "\(first)asks again; after \(tries) in all: ", "\(first)fragt noch einmal; nach insgesamt \(tries): ")
        }
        static var tryCall: String { either("Try this call", "Diesen Anruf ausprobieren") }

        /// A step of the way that a call took, as a reason; nil if it explains nothing.
        static func reason(_ step: TraceStep) -> String? {
            switch step {
            case .caller(.anonymous): either("an anonymous caller", "Anrufer ohne Rufnummer")
            case .caller(.unknown): either("an unknown caller", "unbekannter Anrufer")
            case .caller(.internal): either("an extension calls", "Anruf von einer Nebenstelle")
            case .caller(.number(let pattern)): either("a caller \(pattern)", "Anrufer \(pattern)")
            case .caller(.list(let name)): either("a caller of the list \(name)", "Anrufer der Liste \(name)")
            case .called(.number(let pattern)): either("a call to \(pattern)", "Anruf bei \(pattern)")
            case .called(.list(let name)):
                either("a call to a number of the list \(name)", "Anruf bei einer Rufnummer der Liste \(name)")
            case .diverted(.any): either("a forwarded call", "weitergeleiteter Anruf")
            case .diverted(.number(let pattern)):
                either("a call forwarded from \(pattern)", "weitergeleitet von \(pattern)")
            case .schedule(let name, let status, let reason):
                "\(name) \(Texts.Schedules.word(status))" + (reason.map { " (\($0))" } ?? "")
            case .holiday(let name): either("the branch for \(name)", "der Zweig für \(name)")
            case .override(let name, let status, let until, let now):
                either(
                    "\(name) \(Texts.Schedules.word(status)) by an override until \(Texts.time(until, relativeTo: now))",
                    "\(name) abweichend \(Texts.Schedules.word(status)) bis \(Texts.time(until, relativeTo: now))")
            case .turn(let rota, let person, let reason):
                "\(rota) \(person)" + (reason.map { " (\($0))" } ?? "")
            case .flow(let name): name
            case .menu(let name): menu(name)
            case .tooManyPrompts: either("too many prompts", "zu viele Ansagen")
            default: nil
            }
        }

        // MARK: Menus

        static var menus: String { either("Menus", "Auswahlmenüs") }
        static func menu(_ name: String) -> String { either("menu \(name)", "Auswahlmenü \(name)") }
        static func menuTitle(_ name: String) -> String { either("Menu \(name)", "Auswahlmenü \(name)") }
        static func allMenus(_ count: Int) -> String { either("All \(count) menus", "Alle \(count) Auswahlmenüs") }
        static var menusHelp: String { either("What each key does.", "Was jede Taste bewirkt.") }
        static func noMenu(_ name: String) -> String {
            either("The configuration has no menu \(name).", "Ein Auswahlmenü \(name) gibt es nicht.")
        }
        static func key(_ keys: String) -> String { either("Key \(keys)", "Taste \(keys)") }
        static var newKey: String { either("New key", "Neue Taste") }
        static var noAction: String { either("nothing", "nichts") }
        static func notAKey(_ text: String) -> String {
            either(
                "“\(text)” is not a key: digits, * or #, and x for any digit.",
                "„\(text)“ ist keine Taste: Ziffern, * oder #, und x für jede Ziffer.")
        }
        static func keyTwice(_ keys: String) -> String {
            either("Key \(keys) has a row already.", "Für die Taste \(keys) gibt es schon eine Zeile.")
        }
    }

    /// What happens to a call, as a choice.
    enum Steps {
        static var does: String { either("What happens", "Was geschieht") }
        static var whom: String { either("Ring there", "Dort klingelt es") }
        static var announcement: String { either("Announcement", "Ansage") }
        static var menus: String { either("Menu", "Auswahlmenü") }
        static var flows: String { either("Flow", "Ablauf") }
        static func kept(_ steps: String) -> String { either("as in the file: \(steps)", "wie in der Datei: \(steps)") }
        static func kind(_ kind: String) -> String {
            switch kind {
            case "dial": either("Ring a telephone", "Ein Telefon klingelt")
            case "voicemail": either("Voicemail", "Anrufbeantworter")
            case "play-voicemail": either("Announcement, then voicemail", "Ansage, dann Anrufbeantworter")
            case "play-hangup": either("Announcement, then hang up", "Ansage, dann auflegen")
            case "connect": either("Ring as usual", "Klingelt wie gewohnt")
            case "busy": either("Busy signal", "Besetztzeichen")
            case "reject": either("Refuse the call", "Anruf abweisen")
            case "hangup": either("Hang up", "Auflegen")
            case "repeat": either("Play the menu again", "Menü noch einmal")
            case "back": either("Back to the menu before", "Zurück zum vorigen Menü")
            default: kind
            }
        }
        static var noAnnouncement: String { either("Choose an announcement.", "Wählen Sie eine Ansage.") }
        static func notANumber(_ text: String) -> String {
            either("“\(text)” is not a telephone number.", "„\(text)“ ist keine Rufnummer.")
        }
        static var howMany: String {
            either(
                "Enter one to five numbers, separated by commas.",
                "Geben Sie ein bis fünf Rufnummern an, durch Kommas getrennt.")
        }
    }
}
