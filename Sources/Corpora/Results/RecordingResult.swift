/// What has become of one recording: a line of the results.
package struct RecordingResult: Hashable, Sendable {
    package enum Outcome: Hashable, Sendable {
        /// - output: an absolute path.
        case converted(output: String, samples: Int, findings: [String])
        case failed(code: String, message: String)
    }

    package var id: String
    package var input: String
    /// The content that it was made from; nil where the file could not be looked at.
    package var stamp: InputStamp?
    /// The settings of the conversion.
    package var recipe: String
    package var outcome: Outcome

    package init(id: String, input: String, stamp: InputStamp?, recipe: String, outcome: Outcome) {
        (self.id, self.input, self.stamp, self.recipe, self.outcome) = (id, input, stamp, recipe, outcome)
    }

    /// The line, with its end. The order of the members is always the same.
    package var line: [UInt8] {
        var line = Array("{\"id\":".utf8)
        func add(_ key: StaticString, _ text: String) {
            line += Array(",\"\(key)\":".utf8)
            JSONStrings.append(text, to: &line)
        }
        JSONStrings.append(id, to: &line)
        switch outcome {
        case .converted: add("status", "converted")
        case .failed: add("status", "failed")
        }
        add("input", input)
        if let stamp { line += Array(",\"size\":\(stamp.size),\"modified\":\(stamp.modified)".utf8) }
        add("recipe", recipe)
        switch outcome {
        case .converted(let output, let samples, let findings):
            add("output", output)
            let length = ConvertedRecording(path: output, samples: samples, size: 0).duration
            line += Array(",\"samples\":\(samples),\"seconds\":\(length)".utf8)
            if !findings.isEmpty {
                line += Array(",\"findings\":[".utf8)
                for (number, code) in findings.enumerated() {
                    if number > 0 { line.append(UInt8(ascii: ",")) }
                    JSONStrings.append(code, to: &line)
                }
                line.append(UInt8(ascii: "]"))
            }
        case .failed(let code, let message):
            line += Array(",\"error\":{\"code\":".utf8)
            JSONStrings.append(code, to: &line)
            add("message", message)
            line.append(UInt8(ascii: "}"))
        }
        return line + [UInt8(ascii: "}"), 0x0A]
    }

    /// Reads a line; nil if it is not a whole one.
    package init?(_ line: [UInt8]) {
        let text = JSONText(bytes: line)
        guard let members = try? text.members(of: text.object) else { return nil }
        func string(_ key: StaticString, in members: [(key: JSONText.Place, value: JSONText.Place)]) -> String? {
            text.value(of: key, in: members).flatMap(text.string)
        }
        func number(_ key: StaticString) -> Int? { text.value(of: key, in: members).flatMap(text.wholeNumber) }
        guard let id = string("id", in: members), let input = string("input", in: members),
            let recipe = string("recipe", in: members)
        else { return nil }
        (self.id, self.input, self.recipe) = (id, input, recipe)
        if let size = number("size"), let modified = number("modified") {
            stamp = InputStamp(size: size, modified: modified)
        }
        switch string("status", in: members) {
        case "converted":
            guard let output = string("output", in: members), let samples = number("samples"),
                samples <= ConvertedRecording.mostSamples
            else { return nil }
            let findings = text.value(of: "findings", in: members).flatMap { try? text.elements(of: $0) } ?? []
            outcome = .converted(output: output, samples: samples, findings: findings.compactMap(text.string))
        case "failed":
            let error = text.value(of: "error", in: members).flatMap { try? text.members(of: $0) } ?? []
            guard let code = string("code", in: error), let message = string("message", in: error) else { return nil }
            outcome = .failed(code: code, message: message)
        default: return nil
        }
    }
}

/// Tells one content of a recording's file from another without reading it.
package struct InputStamp: Hashable, Sendable {
    /// Bytes.
    package var size: Int
    /// Nanoseconds since 1970.
    package var modified: Int

    package init(size: Int, modified: Int) { (self.size, self.modified) = (size, modified) }

    /// What a result is still right for: this content by this recipe.
    static func fingerprint(_ stamp: InputStamp?, recipe: String) -> UInt64 {
        RecordingKey("\(recipe) \(stamp.map { "\($0.size) \($0.modified)" } ?? "-")").hash
    }
}
