import CallFlow
import CallLog
import HTTPListener

/// The list of calls, with its search form.
struct CallsPage {
    let search: CallsSearch
    let calls: [LoggedCall]
    let hearing: [Int64: CallHearing]
    let hasMore: Bool
    let isFirst: Bool
    let count: Int
    let mostCounted: Int
    let words: CallWords
    /// People and numbers of the configuration that the search may mean.
    let people: [(name: String, number: String)]
    /// The title of the customer whose calls are shown; nil: calls of all.
    let customer: String?

    var html: HTML {
        """
        <h1>\(Texts.Calls.title)</h1>
        \(chips)
        <form method="get" action="/calls" class="card row">
        \(number)\(input("q", Texts.Calls.search, "search", Texts.Calls.searchHint))
        <details class="filters"\(if: isFiltered, "open")><summary>\(Texts.Calls.moreFilters)</summary><div class="row">
        \(input("from", Texts.Calls.from, "date", ""))\(input("to", Texts.Calls.to, "date", ""))
        \(choice("outcome", Texts.Calls.outcome, outcomes))
        \(choice("heard", Texts.Calls.heard, [("", Texts.Calls.any)] + CallHearing.allCases.map { ($0.rawValue, Texts.Calls.hearing($0)) }))
        \(choice("trials", Texts.Calls.trials, [("", Texts.Calls.hide), ("with", Texts.Calls.show), ("only", Texts.Calls.onlyThese)]))
        </div></details>
        <button>\(Texts.Search.button)</button>\(reset)
        </form>
        \(search.problems.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" as HTML })\(about)\(meant)
        <p aria-live="polite">\(Texts.Calls.found(count, most: mostCounted))</p>
        \(table)
        <p class="row">\(newest)\(older)</p>
        """
    }

    /// The page if the log cannot be read.
    static func html(without fault: CallLogError) -> HTML {
        if fault == .missing { return "<h1>\(Texts.Calls.title)</h1><p>\(Texts.Calls.none)</p>" }
        return "<h1>\(Texts.Calls.title)</h1><p class=\"bad\" role=\"alert\">\(Texts.Calls.unreadable(fault.words))</p>"
    }

    private var outcomes: [(String, String)] {
        [("", Texts.Calls.any)] + CallOutcome.allCases.map { ($0.rawValue, $0.words) }
            + [(CallsSearch.unknownEnd, Texts.Calls.unknownEnd)]
    }

    /// Whether a field that is folded on a telephone is filled in.
    private var isFiltered: Bool { ["from", "to", "outcome", "heard", "trials"].contains { !search[$0].isEmpty } }

    /// Links to what people look for most.
    private var chips: HTML {
        let today = words.times.local(words.now).date
        let links = [
            ("", Texts.Calls.all), ("from=\(today)", Texts.Calls.today),
            ("outcome=missed", Texts.Calls.outcome(.missed)), ("outcome=voicemail", Texts.Calls.outcome(.voicemail)),
            ("from=\(today.adding(days: -1))&heard=never", Texts.Calls.silent),
        ].map { query, title -> HTML in
            let isCurrent = search.encoded == query
            let path = query.isEmpty ? "/calls" : "/calls?\(query)"
            return "<a href=\"\(path)\"\(if: isCurrent, "aria-current=\"page\"")>\(title)</a>"
        }
        return "<nav class=\"chips\" aria-label=\"\(Texts.Calls.filters)\">\(links)</nav>"
    }

    /// The number of a link, which the form keeps.
    private var number: [HTML] {
        ["number", "customer"].filter { !search[$0].isEmpty }.map { name in
            "<input type=\"hidden\" name=\"\(name)\" value=\"\(search[name])\">"
        }
    }

    private var about: HTML? {
        search.query.evidence.map { "<p class=\"note\">\(Texts.Calls.about($0))</p>" }
    }

    private var meant: HTML? {
        if !search["number"].isEmpty {
            return "<p class=\"note\">\(Texts.Calls.withNumber(Texts.number(search["number"])))</p>"
        }
        if let customer { return "<p class=\"note\">\(Texts.Customers.calls(of: customer))</p>" }
        guard !people.isEmpty else { return nil }
        let links = people.map { name, number -> HTML in
            "<li><a href=\"/calls?\(String.query(of: [("q", number)]))\">\(Texts.Calls.callsOf(name, Texts.digits(number)))</a></li>"
        }
        return "<ul>\(links)</ul>"
    }

    private var table: HTML? {
        guard !calls.isEmpty else { return nil }
        return """
            <div class="scroll"><table class="stack short calls">\(CallWords.head)\
            <tbody>\(calls.map { words.row($0, hearing[$0.id]) })</tbody></table></div>
            """
    }

    private var reset: HTML? {
        search.encoded.isEmpty ? nil : "<a class=\"button quiet\" href=\"/calls\">\(Texts.Calls.allCalls)</a>"
    }

    private var newest: HTML? {
        isFirst ? nil : "<a class=\"button quiet\" href=\"/calls?\(search.encoded)\">\(Texts.Calls.newest)</a>"
    }

    private var older: HTML? {
        guard hasMore, let last = calls.last else { return nil }
        let rest = search.encoded.isEmpty ? "" : "&" + search.encoded
        return """
            <a class="button quiet" rel="next" href="/calls?before=\(last.id)\(rest)">\(Texts.Calls.older)</a>
            """
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
    var words: String { Texts.Calls.fault(self) }
}
