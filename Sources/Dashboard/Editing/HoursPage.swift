import CallFlow
import HTTPListener
import Telephony

/// The form of a schedule's hours, with the year beside it.
struct HoursPage {
    let form: HoursForm
    let schedule: Schedule
    let today: CivilDate
    let problems: [HoursForm.Problem]
    let changes: FormChanges
    /// Those that callers can be made to hear on special days.
    let announcements: [AnnouncementName]
    let note: HTML?

    private var path: String { "/schedules/\(schedule.name.percentEncoded)/hours" }

    /// - Parameter wrapped: a form with its token: path and fields.
    func html(form wrapped: (String, HTML) -> HTML) -> HTML {
        let fields: HTML = """
            <button class="hidden" name="action" value="save" tabindex="-1" aria-hidden="true">\(Texts.Hours.save)</button>\
            <input type="hidden" name="opened" value="\(form.opened)">\
            \(week)\(days)\(holidays)\(seasons)\(newSeason)\(clock)
            \(FormChanges.bar(changes, check: path + "/check", discard: path))
            """
        return """
            <p><a href="/schedules">\(Texts.Schedules.all)</a></p>
            <h1>\(Texts.Hours.title(schedule.name))</h1>\(note)
            <div class="beside"><div>\(wrapped(path, fields))</div>
            <section aria-labelledby="year"><h2 id="year">\(today.year)</h2>
            \(YearSheet(schedule: schedule, year: today.year, today: today).calendar)
            <p><a href="/schedules/\(schedule.name.percentEncoded)">\(Texts.Schedules.wholeYear)</a></p></section></div>
            """
    }

    // MARK: Fields

    /// A text field with its label, and what is wrong with it.
    private func field(
        _ name: String, _ label: String, _ value: String, placeholder: String = "", list: String? = nil
    ) -> HTML {
        let problem = problems.first { $0.field == name }
        let state: HTML = problem == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"\(name)-problem\""
        let words: HTML? = problem.map { "<small class=\"failed\" id=\"\(name)-problem\">\($0.sentence)</small>" }
        let names: HTML = list.map { " list=\"\($0)\"" } ?? ""
        return """
            <label for="\(name)">\(label)</label><input id="\(name)" name="\(name)" value="\(value)" \
            placeholder="\(placeholder)" autocomplete="off" spellcheck="false"\(state)\(names)>\(words)
            """
    }

    private func week(
        _ name: String, _ title: String, _ help: String, _ hours: [String], placeholder: String, copies: Bool,
        isFolded: Bool = false, more: HTML? = nil
    ) -> HTML {
        let rows = Weekday.allCases.map { day -> HTML in
            let before = Weekday(rawValue: day.rawValue - 1)
            let copy: HTML? =
                copies
                ? before.map {
                    "<button class=\"quiet\" name=\"copy\" value=\"\(day.shortName)\">\(Texts.Hours.like(Texts.weekdayName($0)))</button>"
                } : nil
            let field = field(
                "\(name)-\(day.shortName)", Texts.weekdayName(day), hours[day.rawValue], placeholder: placeholder)
            return "<div class=\"weekday\">\(field)\(copy)</div>"
        }
        let days = Weekday.allCases.map { Texts.weekday($0, alone: true) }.joined(separator: ",")
        // A script draws the hours in here.
        let drawn: HTML = """
            <div class="weekbars" data-days="\(days)" data-none="\(copies ? "" : Texts.Hours.closed)" \
            data-help="\(Texts.Hours.drawHelp)" data-remove="\(Texts.Hours.removeSpan)" hidden></div>
            """
        let fields: HTML = "<p class=\"faint\">\(help)</p>\(more)\(drawn)\(rows)"
        guard isFolded else { return "<fieldset class=\"card\"><legend><h2>\(title)</h2></legend>\(fields)</fieldset>" }
        let isWrong = problems.contains { $0.field.hasPrefix("\(name)-") }
        return """
            <details class="card"\(if: isWrong, "open")><summary><h2>\(title)</h2></summary>\
            <fieldset><legend class="hidden">\(title)</legend>\(fields)</fieldset></details>
            """
    }

    private var week: HTML {
        week("week", Texts.Hours.week, Texts.Hours.weekHelp, form.week, placeholder: Texts.Hours.closed, copies: true)
    }

    private var seasons: [HTML] {
        form.seasons.enumerated().map { index, season in
            let name = "season\(index)"
            let fields = week(
                name, Texts.Hours.season(Texts.Hours.field(season.key)), Texts.Hours.seasonHelp, season.week,
                placeholder: Texts.Hours.asInTheWeek, copies: false, isFolded: !season.isRemoved,
                more: """
                    <label class="inline"><input type="checkbox" name="\(name)-remove"\(if: season.isRemoved, "checked")>\
                    \(Texts.Hours.removeSeason)</label>
                    """)
            return "<input type=\"hidden\" name=\"\(name)\" value=\"\(season.key)\">\(fields)"
        }
    }

    /// The fields of a season that is to be added, folded until they are needed.
    private var newSeason: HTML {
        let season = form.newSeason
        let days: HTML = """
            <div>\(field("newseason-days", Texts.Hours.seasonDays, season.days))</div>\
            <label class="inline"><input type="checkbox" name="newseason-yearly"\(if: season.isYearly, "checked")>\
            \(Texts.Hours.everyYear)</label>
            """
        let fields = week(
            "newseason", Texts.Hours.newSeason, Texts.Hours.seasonHelp, season.week,
            placeholder: Texts.Hours.asInTheWeek, copies: false, more: days)
        let isOpen = !season.isBlank
        return "<details\(if: isOpen, "open")><summary>\(Texts.Hours.newSeason)</summary>\(fields)</details>"
    }

    private var days: HTML {
        var rows = form.rows
        if !(rows.last?.isBlank ?? false) { rows.append(HoursForm.Row()) }
        return """
            <fieldset class="card"><legend><h2>\(Texts.Hours.specialDays)</h2></legend>\
            <p class="faint">\(Texts.Hours.daysHelp)</p>\
            <input type="hidden" name="rows" value="\(rows.count)">\(known(rows))\
            \(rows.enumerated().filter { $1.key == nil }.map(row))\(PromptChooser.recordLink(announcements, fields: form.rows.count))</fieldset>
            """
    }

    /// More special days than these are folded.
    private static let mostDays = 4

    /// The rows of the days that the file has.
    private func known(_ rows: [HoursForm.Row]) -> HTML {
        let known = rows.enumerated().filter { $1.key != nil }
        let fields = known.map(row).joined(separator: "")
        guard known.count > Self.mostDays else { return fields }
        let isWrong = known.contains { index, _ in problems.contains { $0.field.hasPrefix("day\(index)-") } }
        return """
            <details\(if: isWrong, "open")><summary>\(Texts.Hours.daysInFile(known.count))</summary>\(fields)</details>
            """
    }

    private func row(_ index: Int, _ row: HoursForm.Row) -> HTML {
        let name = "day\(index)"
        func box(_ field: String, _ label: String, _ isTicked: Bool) -> HTML {
            """
            <label class="inline"><input type="checkbox" name="\(name)-\(field)"\(if: isTicked, "checked")>\
            \(label) <span class="hidden">\(row.key == nil ? Texts.Hours.newDay(index) : row.days)</span></label>
            """
        }
        let key: HTML? = row.key.map { "<input type=\"hidden\" name=\"\(name)-key\" value=\"\($0)\">" }
        let isDate =
            switch row.key {
            case nil, .dates, .yearly: true
            case .easter, .ordinal, .weeks: false
            }
        let words: HTML? = isDate ? nil : row.key.map { "<small>\(Texts.Hours.days($0))</small>" }
        return """
            <div class="dayrow" role="group" aria-label="\(row.key == nil ? Texts.Hours.newDay(index) : row.days)">\(key)\
            <div>\(field(name + "-days", Texts.Hours.day, row.days))\(words)</div>\
            <div>\(field(name + "-hours", Texts.Hours.hoursOfDay, row.hours, placeholder: Texts.Hours.closed))</div>\
            \(play(name + "-play", row.announcement))<p>\(isDate ? box("yearly", Texts.Hours.everyYear, row.isYearly) : nil)\
            \(box("holiday", Texts.Hours.asHoliday, row.isHoliday))\
            \(row.key == nil ? nil : box("remove", Texts.Hours.remove, row.isRemoved))</p></div>
            """
    }

    /// What callers hear on the days of a row.
    private func play(_ name: String, _ chosen: String) -> HTML {
        let problem = problems.first { $0.field == name }
        let words: HTML? = problem.map { "<small class=\"failed\">\($0.sentence)</small>" }
        let field = AnnouncementField(announcements: announcements, fields: form.rows.count)
        return """
            <div class="heard"><label for="\(name)">\(Texts.Hours.ownAnnouncement)</label>\
            \(field.input(name, id: name, none: Texts.Hours.usualAnnouncement, chosen: chosen))\(words)</div>
            """
    }

    // MARK: Holidays

    private var holidays: HTML {
        let others = schedule.holidays.regions.dropFirst(2).map(\.name)
        let also: HTML? =
            others.isEmpty ? nil : "<p class=\"faint\">\(Texts.Hours.otherRegions(others.joined(separator: ", ")))</p>"
        return """
            <fieldset class="card"><legend><h2>\(Texts.Hours.holidays)</h2></legend>\
            <div><label for="region">\(Texts.Hours.region)</label><select id="region" name="region">\
            <option value="">\(Texts.Hours.noRegion)</option>\(regions(form.region))</select></div>\
            <div><label for="region2">\(Texts.Hours.secondRegion)</label><select id="region2" name="region2">\
            <option value="">\(Texts.Hours.noRegion)</option>\(regions(form.secondRegion))</select></div>\(also)\(boxes)\
            <div>\(field("name", Texts.Hours.addHoliday, form.name, list: "holiday-names"))\
            <datalist id="holiday-names">\(HolidaySelection.knownNames.map { "<option value=\"\($0)\">" as HTML })</datalist></div>\
            </fieldset>
            """
    }

    private func regions(_ chosen: String) -> [HTML] {
        [("DE", Texts.Hours.germany), ("AT", Texts.Hours.austria), ("CH", Texts.Hours.switzerland)].map {
            code, country in
            let regions = HolidayRegion.all.filter { $0.code.hasPrefix(code) }.sorted { $0.name < $1.name }
            let options = regions.map { region -> HTML in
                "<option value=\"\(region.code)\"\(if: region.code == chosen, "selected")>\(region.name)</option>"
            }
            return "<optgroup label=\"\(country)\">\(options)</optgroup>"
        }
    }

    /// A box for each holiday of the regions, and for those that were added.
    private var boxes: HTML? {
        let holidays = schedule.holidays
        let all = HolidaySelection(holidays.regions)
        let isOn = Set(holidays.names(in: today.year) + holidays.names(in: today.year + 1))
        var names = all.names(in: today.year)
        for name in all.names(in: today.year + 1) + holidays.added where !names.contains(name) { names.append(name) }
        // A name that is off although it was not left out goes with another one's; it is not for a box to decide.
        names = names.filter { isOn.contains($0) || holidays.removed.contains($0) || holidays.added.contains($0) }
        guard !names.isEmpty else { return nil }
        func isTicked(_ name: String) -> Bool {
            holidays.added.contains(name) ? form.added.contains(name) : !form.removed.contains(name)
        }
        let items = names.map { name -> HTML in
            return """
                <label class="inline"><input type="checkbox" name="holiday" value="\(name)"\(if: isTicked(name), "checked")>\
                \(name)</label><input type="hidden" name="shown" value="\(name)">
                """
        }
        return """
            <details><summary>\(Texts.Hours.pickHolidays(names.count(where: isTicked), of: names.count))</summary>\
            <fieldset class="boxes"><legend class="hidden">\(Texts.Hours.holidays)</legend>\(items)</fieldset></details>
            """
    }

    private var clock: HTML {
        let zone = field("zone", Texts.Hours.zone, form.zone, placeholder: Texts.Hours.zoneOfTheFile)
        let isOpen = !form.zone.isEmpty
        return """
            <details\(if: isOpen, "open")><summary>\(Texts.Hours.ownClock)</summary><div class="card">\
            <div>\(zone)</div></div></details>
            """
    }
}
