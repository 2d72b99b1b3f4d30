import CallLog

/// The list of calls, with its search form.
struct CallsPage {
    let search: CallsSearch
    let calls: [LoggedCall]
    let hasMore: Bool
    let isFirst: Bool
    let count: Int
    let mostCounted: Int
    let words: CallWords

    var html: HTML {
        """
        <h1>Calls</h1>
        <form method="get" action="/calls" class="card row">
        \(input("number", "Number", "tel", "or part of it"))
        \(input("q", "Text", "search", "menu, announcement, user …"))
        \(input("from", "From", "date", ""))\(input("to", "To", "date", ""))
        \(choice("outcome", "Outcome", [("", "any")] + CallOutcome.allCases.map { ($0.rawValue, $0.words) }))
        \(choice("trials", "Simulated calls", [("", "hide"), ("with", "show"), ("only", "show only these")]))
        <button>Search</button>\(reset)
        </form>
        \(search.problems.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })
        <p aria-live="polite">\(found)</p>
        \(table)
        <p class="row">\(newest)\(older)</p>
        """
    }

    /// The page if the log cannot be read.
    static func html(without fault: CallLogError) -> HTML {
        if fault == .missing { return "<h1>Calls</h1><p>No calls yet.</p>" }
        return "<h1>Calls</h1><p class=\"bad\" role=\"alert\">The call log cannot be read: \(fault.words)</p>"
    }

    private var table: HTML? {
        guard !calls.isEmpty else { return nil }
        return """
            <div class="scroll"><table class="stack short">\(CallWords.head)<tbody>\(calls.map(words.row))</tbody></table></div>
            """
    }

    private var found: String {
        switch count {
        case 0: "No matching calls."
        case 1: "1 call."
        case ...mostCounted: "\(count) calls, newest first."
        default: "More than \(mostCounted) calls, newest first."
        }
    }

    private var reset: HTML? {
        search.encoded.isEmpty ? nil : "<a class=\"button quiet\" href=\"/calls\">All calls</a>"
    }

    private var newest: HTML? {
        isFirst ? nil : "<a class=\"button quiet\" href=\"/calls?\(search.encoded)\">Newest</a>"
    }

    private var older: HTML? {
        guard hasMore, let last = calls.last else { return nil }
        let rest = search.encoded.isEmpty ? "" : "&" + search.encoded
        return "<a class=\"button quiet\" rel=\"next\" href=\"/calls?before=\(last.id)\(rest)\">Older</a>"
    }

    private func input(_ name: String, _ title: String, _ kind: String, _ hint: String) -> HTML {
        """
        <div><label for="\(name)">\(title)</label>\
        <input id="\(name)" name="\(name)" type="\(kind)" placeholder="\(hint)" value="\(search[name])"></div>
        """
    }

    private func choice(_ name: String, _ title: String, _ options: [(String, String)]) -> HTML {
        let options = options.map { value, words -> HTML in
            "<option value=\"\(value)\"\(if: value == search[name], "selected")>\(words)</option>"
        }
        return
            "<div><label for=\"\(name)\">\(title)</label><select id=\"\(name)\" name=\"\(name)\">\(options)</select></div>"
    }
}

extension CallLogError {
    /// The reason the log cannot be read.
    var words: String {
        switch self {
        case .diskFull: "the disk is full."
        case .locked: "another program has locked it."
        case .readOnly: "it is read-only."
        case .cannotOpen: "its file cannot be opened."
        case .damaged: "its file is damaged."
        case .newer: "it was written by a newer version of announce."
        case .missing: "it does not exist yet."
        case .other(let words): words
        }
    }
}
