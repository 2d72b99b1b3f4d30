extension SipgateClient {
    /// Which addresses are asked when a call comes in or goes out.
    public var webhookSettings: WebhookSettingsModule { WebhookSettingsModule(client: self) }
    /// What the provider saw when it asked them.
    public var webhookLog: WebhookLogModule { WebhookLogModule(client: self) }
    /// Starting calls, and handling those that are going on.
    public var calls: CallsModule { CallsModule(client: self) }
    /// Short messages.
    public var sms: SMSModule { SMSModule(client: self) }
    /// Faxes.
    public var fax: FaxModule { FaxModule(client: self) }
    /// The account's address book.
    public var contacts: ContactsModule { ContactsModule(client: self) }
    /// Calls, voicemails, messages and faxes of the past.
    public var history: HistoryModule { HistoryModule(client: self) }
    /// The account's telephone numbers.
    public var numbers: NumbersModule { NumbersModule(client: self) }
    /// Telephones.
    public var devices: DevicesModule { DevicesModule(client: self) }
    /// Phone lines.
    public var phonelines: PhonelinesModule { PhonelinesModule(client: self) }
    /// Voicemail boxes.
    public var voicemails: VoicemailsModule { VoicemailsModule(client: self) }
    /// Who is signed in, and who else there is.
    public var user: UserModule { UserModule(client: self) }
}
