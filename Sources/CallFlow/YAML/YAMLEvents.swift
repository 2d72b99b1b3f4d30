// libyaml's events, and no library that builds a tree from them: a tree without the places of its values could not say
// where a problem is, and most builders stop at the first duplicate key or expand aliases without a limit.
internal import CYAML

/// One part of a YAML text, in reading order.
enum YAMLEvent {
    case documentStart
    case documentEnd
    case text(String, isPlain: Bool, anchor: String?, tag: String?)
    case listStart(anchor: String?, tag: String?)
    case listEnd
    case mappingStart(anchor: String?, tag: String?)
    case mappingEnd
    case alias(String)
    case end
}

/// Reads YAML one event at a time, by libyaml's event parser.
///
/// The parser is owned by this value and freed with it. libyaml counts marks in characters (Unicode scalars) from 0,
/// and that is what spans are made of.
struct YAMLEvents: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeBufferPointer<UInt8>

    /// - Parameter text: UTF-8. libyaml keeps a pointer to it, so it must outlive this value.
    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// Returns the next event; `.end` repeats.
    ///
    /// - Throws: `YAMLSyntaxError`, after which nothing more can be read.
    func next() throws(YAMLSyntaxError) -> (event: YAMLEvent, span: SourceSpan) {
        let (event, span, _, _) = try nextWithPlace()
        return (event, span)
    }

    /// The same, with the stretch of the text in Unicode scalars from its beginning, and how the value is written.
    func nextWithPlace() throws(YAMLSyntaxError) -> (
        event: YAMLEvent, span: SourceSpan, range: Range<Int>, style: YAMLStyle
    ) {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_START_EVENT { continue }
            let (start, end) = (Int(event.start_mark.index), Int(event.end_mark.index))
            return (
                read(event), SourceSpan(from: event.start_mark, to: event.end_mark), start..<max(start, end),
                YAMLStyle(event)
            )
        }
    }

    private func read(_ event: yaml_event_t) -> YAMLEvent {
        let data = event.data
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_SCALAR_EVENT:
            let bytes = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
            return .text(
                String(decoding: bytes, as: UTF8.self), isPlain: data.scalar.style == YAML_PLAIN_SCALAR_STYLE,
                anchor: string(data.scalar.anchor), tag: string(data.scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            return .listStart(anchor: string(data.sequence_start.anchor), tag: string(data.sequence_start.tag))
        case YAML_SEQUENCE_END_EVENT: return .listEnd
        case YAML_MAPPING_START_EVENT:
            return .mappingStart(anchor: string(data.mapping_start.anchor), tag: string(data.mapping_start.tag))
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_ALIAS_EVENT: return .alias(string(data.alias.anchor) ?? "")
        default: return .end
        }
    }

    private func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(decodingCString: $0, as: UTF8.self) }
    }

    private var syntaxError: YAMLSyntaxError {
        let failed = parser.pointee
        let message = failed.problem.map { String(cString: $0) } ?? "out of memory"
        guard failed.error == YAML_SCANNER_ERROR || failed.error == YAML_PARSER_ERROR else {
            return YAMLSyntaxError(message: message, span: span(atByte: failed.problem_offset))
        }
        let contextSpan = failed.context.map { _ in SourceSpan(from: failed.context_mark, to: failed.context_mark) }
        return YAMLSyntaxError(
            message: message, span: SourceSpan(from: failed.problem_mark, to: failed.problem_mark),
            context: failed.context.map {
                YAMLProblem.Context(text: String(cString: $0), line: Int(failed.context_mark.line) + 1)
            },
            contextSpan: contextSpan)
    }

    /// The span of a character that cannot be read at all: of reader errors libyaml gives only the byte offset.
    private func span(atByte offset: Int) -> SourceSpan {
        var span = SourceSpan(line: 1, column: 1, length: 1)
        for byte in text.prefix(offset) {
            if byte == 0x0A {
                span.line += 1
                span.column = 1
            } else if byte & 0xC0 != 0x80 {
                span.column += 1
            }
        }
        return span
    }
}

/// How a value is written.
enum YAMLStyle {
    /// A text without quotes, or a collection by indentation.
    case plain
    /// A text in single or double quotes.
    case singleQuoted, doubleQuoted
    /// A text of several lines behind `|` or `>`.
    case block
    /// A collection in brackets or braces.
    case flow

    fileprivate init(_ event: yaml_event_t) {
        switch event.type {
        case YAML_SEQUENCE_START_EVENT:
            self = event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? .flow : .plain
        case YAML_MAPPING_START_EVENT:
            self = event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? .flow : .plain
        case YAML_SCALAR_EVENT:
            switch event.data.scalar.style {
            case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
            case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
            case YAML_PLAIN_SCALAR_STYLE: self = .plain
            default: self = .block
            }
        default: self = .plain
        }
    }
}

extension SourceSpan {
    fileprivate init(from start: yaml_mark_t, to end: yaml_mark_t) {
        line = UInt32(clamping: start.line + 1)
        column = UInt32(clamping: start.column + 1)
        length = start.line == end.line ? UInt32(clamping: end.column - start.column) : .max
    }
}
