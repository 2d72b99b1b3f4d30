package import Telephony

/// What names an announcement.
package enum AnnouncementUse: Hashable, Sendable {
    case node(FlowGraph.Node)
    /// A special day of a schedule.
    case schedule(String)
}

extension Configuration {
    /// The numbers, flows, menus and schedules that name each announcement: numbers in file order, then the others by name.
    ///
    /// Only what names an announcement itself counts, not what leads there. Prompts that are never heard, such as a
    /// `wrong-key` beside an `else`, count too: without their recording the configuration would not be valid.
    package var announcementUses: [AnnouncementName: [AnnouncementUse]] {
        var uses: [AnnouncementName: [AnnouncementUse]] = [:]
        func add(_ prompts: [Prompt], _ node: FlowGraph.Node) {
            for name in Set(prompts.flatMap(\.parts)) { uses[name, default: []].append(.node(node)) }
        }
        for (node, steps) in FlowGraph.entryPoints(numbers) { add(steps.prompts, node) }
        for (name, steps) in flows.sorted(by: { $0.key < $1.key }) { add(steps.prompts, .flow(name)) }
        for menu in menus.values.sorted(by: { $0.name < $1.name }) {
            let spoken = [menu.prompt] + [menu.again, menu.silence.say, menu.wrongKey.say].compactMap(\.self)
            add(spoken + menu.lists.flatMap(\.prompts), .menu(menu.name))
        }
        for schedule in schedules.values.sorted(by: { $0.name < $1.name }) {
            for name in schedule.announcements { uses[name, default: []].append(.schedule(schedule.name)) }
        }
        return uses
    }

    /// Every announcement that can have a recording, by name: those that callers can hear, and those with a text.
    package var announcementNames: [AnnouncementName] { Set(announcementUses.keys).union(texts.keys).sorted() }
}
