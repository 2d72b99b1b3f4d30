import CallFlow
import Dashboard
import Hosting
import LocalFiles
import MediaLibrary
import SystemPackage
import Telephony

extension SpokenState {
    /// `spoken by espeak, a draft voice`; nil if it is not spoken.
    var voice: String? {
        guard case .spoken(let engine, let isDraft) = status else { return nil }
        return "spoken by \(engine)" + (isDraft ? ", a draft voice" : "")
    }
}

/// What `announce check` prints of a valid project: its numbers, flows and announcements as a tree, with ⚠ where something
/// needs attention. What that is, the problems say.
struct CheckTree {
    private let project: CheckedProject
    private let configuration: Configuration
    private let now: Moment

    /// - Parameters:
    ///   - configuration: of the project.
    ///   - now: for whose turn it is.
    init(_ project: CheckedProject, _ configuration: Configuration, now: Moment = .now) {
        (self.project, self.configuration, self.now) = (project, configuration, now)
    }

    private struct Section {
        let title: String
        let rows: [Row]
    }

    private struct Row {
        var needsAttention = false
        let cells: [String]
        /// Printed below the row.
        var parts: [String] = []
    }

    var lines: [String] {
        let sections = [numbers, flows, schedules, rotas, announcements].filter { !$0.rows.isEmpty }
        return [project.text.path.readable]
            + sections.enumerated().flatMap { index, section in
                let isLast = index == sections.count - 1
                return [Self.branch(isLast) + section.title]
                    + lines(section.rows).map { Self.indentation(isLast) + $0 }
            }
    }

    private func lines(_ rows: [Row]) -> [String] {
        let isMarked = rows.contains(where: \.needsAttention)
        let table = TextTable(rows.map(\.cells)).lines
        return zip(rows, table).enumerated().flatMap { index, pair in
            let (row, text) = pair
            let isLast = index == rows.count - 1
            let mark = row.needsAttention ? "⚠ " : isMarked ? "  " : ""
            return [Self.branch(isLast) + mark + text]
                + row.parts.enumerated().map { index, part in
                    Self.indentation(isLast) + Self.branch(index == row.parts.count - 1) + part
                }
        }
    }

    private static func branch(_ isLast: Bool) -> String { isLast ? "└─ " : "├─ " }
    private static func indentation(_ isLast: Bool) -> String { isLast ? "   " : "│  " }

    private var numbers: Section {
        let named = NumberOverview(configuration).named(flowsByName: true)
        return Section(title: "Numbers", rows: named.map { Row(cells: [$0.name, $0.does]) })
    }

    private var flows: Section {
        let unused = Set(
            project.problems.compactMap { problem -> String? in
                guard case .configuration(let problem) = problem, case .unused(.flow, let name) = problem.kind else {
                    return nil
                }
                return name
            })
        let sentences = StepSentences(configuration)
        return Section(
            title: "Flows",
            rows: configuration.flows.sorted { $0.key < $1.key }.map { name, steps in
                let isUnused = unused.contains(name)
                let ways = sentences.ways(steps)
                return Row(
                    needsAttention: isUnused,
                    cells: [name, isUnused ? "not used" : ways.count == 1 ? ways[0] : ""],
                    parts: isUnused || ways.count > 1 ? ways : [])
            })
    }

    private var schedules: Section {
        Section(
            title: "Schedules",
            rows: configuration.schedules.values.sorted { $0.name < $1.name }.map { schedule in
                let sentences = ScheduleSentences(schedule)
                return Row(cells: [schedule.name, sentences.hours], parts: sentences.parts())
            })
    }

    private var rotas: Section {
        Section(
            title: "Rotas",
            rows: configuration.rotas.values.sorted { $0.name < $1.name }.map { rota in
                let sentences = RotaSentences(rota, configuration)
                return Row(cells: [rota.name, sentences.turns], parts: sentences.parts(at: now))
            })
    }

    private var announcements: Section {
        let used = project.usedNames
        let rows = project.catalogue.recordings.map { recording in
            let needsAttention = recording.status != .published || recording.findings.contains(where: \.isWarning)
            return Row(
                needsAttention: needsAttention,
                cells: [
                    recording.name.text, recording.duration.map(durationText) ?? "", level(of: recording),
                    remark(on: recording, isUsed: used.contains(recording.name)),
                ])
        }
        let silent = project.catalogue.texts.values.filter { state in
            if case .failed = state.status { !project.catalogue.names.contains(state.name) } else { false }
        }
        let others = silent.sorted { $0.name < $1.name }.map { state in
            Row(
                needsAttention: true,
                cells: [state.name.text, "", "", used.contains(state.name) ? "not spoken" : "not spoken, not used"])
        }
        return Section(title: "Announcements", rows: rows + others)
    }

    private func level(of recording: RecordingState) -> String {
        guard recording.published != nil, let report = recording.report else { return "" }
        return report.activeLevelDBm0.map { "\(decibelText($0)) dBm0" } ?? "no speech"
    }

    private func remark(on recording: RecordingState, isUsed: Bool) -> String {
        let status: String? =
            switch recording.status {
            case .published: nil
            case .converting: "being converted"
            case .beingWritten: "being written"
            case .sameName: "two recordings have this name"
            case .failed: "cannot be converted"
            }
        let voice = recording.isSpoken ? project.catalogue.texts[recording.name]?.voice : nil
        return [status, voice, isUsed ? nil : "not used"].compactMap(\.self).joined(separator: ", ")
    }
}
