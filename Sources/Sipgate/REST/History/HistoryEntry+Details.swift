public import FoundationEssentials

extension HistoryEntry {
    /// Details that depend on the kind of entry.
    public enum Details: Hashable, Sendable {
        /// A telephone call.
        case call(Call)
        /// A message on a voicemail box.
        case voicemail(VoicemailMessage)
        /// An SMS.
        case sms(Message)
        /// A fax.
        case fax(Fax)
        /// An unknown kind.
        case other
    }

    /// The details of a telephone call.
    public struct Call: Hashable, Sendable {
        /// The `callId` of the call's webhook events; `nil` if unknown.
        public var callID: RunningCall.ID?
        /// The duration; `nil` if unknown.
        public var seconds: Int?
        /// `SUCCESS`, `FAILURE`, `REJECTED`, `REJECTED_DND`, `VOICEMAIL_NO_MESSAGE`, `BUSY_ON_BUSY`, `BUSY`, `MISSED`, or
        /// something new; may be empty.
        public var outcome: String
        /// The recordings of the call.
        public var recordings: [Recording]
    }

    /// A recording of a call.
    public struct Recording: Hashable, Sendable, Identifiable {
        /// The provider's id of the recording; may be empty.
        public var id: String
        /// The URL of the sound; may be empty.
        public var url: String
    }

    /// The details of a message on a voicemail box.
    public struct VoicemailMessage: Hashable, Sendable {
        /// The duration; `nil` if unknown.
        public var seconds: Int?
        /// The text, if transcription is booked; may be empty.
        public var transcription: String
        /// The URL of the sound; may be empty.
        public var recordingURL: String
    }

    /// The details of an SMS.
    public struct Message: Hashable, Sendable {
        /// The text.
        public var text: String
        /// The time for which it is or was scheduled; `nil` for none.
        public var scheduled: Date?

        /// Creates the details, for tests.
        public init(text: String, scheduled: Date? = nil) { (self.text, self.scheduled) = (text, scheduled) }
    }

    /// The details of a fax.
    public struct Fax: Hashable, Sendable {
        /// The status.
        public var status: FaxStatus
        /// The number of pages; `nil` if unknown.
        public var pages: Int?
        /// The time for which it is or was scheduled; `nil` for none.
        public var scheduled: Date?
        /// The URL of the document; may be empty.
        public var documentURL: String
        /// The URL of a picture of the first page; may be empty.
        public var previewURL: String
        /// The URL of the transmission report; may be empty.
        public var reportURL: String
    }

    /// An endpoint on the way of a call.
    public struct RoutedEndpoint: Hashable, Sendable {
        /// `ROUTED`, `FORWARDED`, `PICKUP`, or something new; may be empty.
        public var type: String
        /// For example `p0`; may be empty.
        public var `extension`: String
        /// `PHONELINE`, `GROUP`, `REGISTER`, `EXTERNAL`, `MOBILE`, `VOICEMAIL`, `USER`, `SMS`, `FAX`, or something new; may be
        /// empty.
        public var endpointType: String
    }
}

extension HistoryEntry.Call: Decodable {
    private enum CodingKeys: String, CodingKey { case callId, duration, callStatus, recordings }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        callID = try? RunningCall.ID(try fields.text(.callId))
        seconds = try fields.decodeIfPresent(Int.self, forKey: .duration)
        outcome = try fields.text(.callStatus)
        recordings = try fields.list(.recordings)
    }
}

extension HistoryEntry.Recording: Decodable {
    private enum CodingKeys: String, CodingKey { case id, url }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.text(.id)
        url = try fields.text(.url)
    }
}

extension HistoryEntry.VoicemailMessage: Decodable {
    private enum CodingKeys: String, CodingKey { case duration, transcription, recordingUrl }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        seconds = try fields.decodeIfPresent(Int.self, forKey: .duration)
        transcription = try fields.text(.transcription)
        recordingURL = try fields.text(.recordingUrl)
    }
}

extension HistoryEntry.Message: Decodable {
    private enum CodingKeys: String, CodingKey { case smsContent, scheduled }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        text = try fields.text(.smsContent)
        scheduled = try fields.time(.scheduled)
    }
}

extension HistoryEntry.Fax: Decodable {
    private enum CodingKeys: String, CodingKey {
        case faxStatusType, pageCount, scheduled, documentUrl, previewUrl, reportUrl
    }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        status = FaxStatus(rawValue: try fields.text(.faxStatusType))
        pages = try fields.decodeIfPresent(Int.self, forKey: .pageCount)
        scheduled = try fields.time(.scheduled)
        documentURL = try fields.text(.documentUrl)
        previewURL = try fields.text(.previewUrl)
        reportURL = try fields.text(.reportUrl)
    }
}

extension HistoryEntry.RoutedEndpoint: Decodable {
    private enum CodingKeys: String, CodingKey { case type, endpoint }
    private struct Endpoint: Decodable {
        var `extension`: String?
        var type: String?
    }

    /// Decodes the API's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let endpoint = try fields.decodeIfPresent(Endpoint.self, forKey: .endpoint)
        type = try fields.text(.type)
        `extension` = endpoint?.extension ?? ""
        endpointType = endpoint?.type ?? ""
    }
}
