import CallFlow
import HTTPListener
import MediaLibrary
import Sipgate
import Telephony
import Webhook

/// The cards of the locations, a page of them at a time, with a search if there are many.
struct LocationsView {
    let all: [(schedule: Schedule, numbers: [NumberCall])]
    let snapshot: VisiblePlan.Snapshot
    let catalogue: Catalogue
    let moment: Moment
    let canSwitch: Bool
    let request: AdminRequest

    /// Cards of a page: so many that Home is not longer than three screens.
    static let length = 6

    private var search: String { request.query?["q"] ?? "" }

    var html: HTML {
        let found = all.filter { matches($0.schedule, $0.numbers) }
        let paging = Paging(found.count, length: Self.length, first: request.query?["first"])
        let cards = found[paging.rows].map { schedule, numbers -> HTML in
            let location = Location(schedule, numbers, at: moment, snapshot)
            return LocationCard(
                location: location, catalogue: catalogue,
                canSwitch: canSwitch && request.frame.visitor.mayPost(HomePaths.location(schedule.name) + "/switch"),
                note: note(location), request: request
            ).html
        }
        let none: HTML? = found.isEmpty ? "<p class=\"faint\">\(Texts.Home.noLocations(!search.isEmpty))</p>" : nil
        return "\(form)\(none)<div class=\"places\">\(cards)</div>\(paging.links("/home", [("q", search)]))"
    }

    private func matches(_ schedule: Schedule, _ numbers: [NumberCall]) -> Bool {
        guard !search.isEmpty else { return true }
        let needle = SearchedText(search)
        return needle.isIn(schedule.name) || snapshot.titles(of: .schedule(schedule.name)).contains { needle.isIn($0) }
            || numbers.contains { $0.isFound(by: needle) }
    }

    private var form: HTML? {
        guard all.count > Self.length else { return nil }
        return """
            <form class="row" method="get" action="/home" role="search"><p><label for="q">\(Texts.Home.searchLocations)</label>\
            <input id="q" name="q" type="search" value="\(search)"></p><p><button class="quiet">\(Texts.Search.button)</button></p>\
            <p><a class="button quiet" href="\(SeveralLocationsController.path)">\(Texts.Home.closeSeveral)</a></p></form>
            """
    }

    /// What a form that was just posted has done, if it is still so.
    private func note(_ location: Location) -> String? {
        guard request.query?["at"] == location.schedule.name, let key = request.query?["did"] else { return nil }
        if key == "hours" { return location.override == nil ? Texts.Home.isCleared : nil }
        if let override = location.override, override.key == key {
            let until = location.zone.localTime(at: override.until)
            return Texts.Home.isSet(override.state, until: Texts.time(until, relativeTo: location.now))
        }
        return location.planned.first { $0.key == key }.map {
            Texts.Home.isPlanned(LocationWords.plan($0, in: location.zone, now: location.now))
        }
    }
}
