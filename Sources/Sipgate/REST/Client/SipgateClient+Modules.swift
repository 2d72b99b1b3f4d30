extension SipgateClient {
    /// The webhook URLs of the account.
    public var webhookSettings: WebhookSettingsModule { WebhookSettingsModule(client: self) }
    /// The provider's log of webhook requests.
    public var webhookLog: WebhookLogModule { WebhookLogModule(client: self) }
    /// Starting calls and controlling active calls.
    public var calls: CallsModule { CallsModule(client: self) }
    /// SMS.
    public var sms: SMSModule { SMSModule(client: self) }
    /// Faxes.
    public var fax: FaxModule { FaxModule(client: self) }
    /// The account's address book.
    public var contacts: ContactsModule { ContactsModule(client: self) }
    /// Past calls, voicemails, SMS and faxes.
    public var history: HistoryModule { HistoryModule(client: self) }
    /// The account's telephone numbers.
    public var numbers: NumbersModule { NumbersModule(client: self) }
    /// Telephones.
    public var devices: DevicesModule { DevicesModule(client: self) }
    /// Phone lines.
    public var phonelines: PhonelinesModule { PhonelinesModule(client: self) }
    /// Voicemail boxes.
    public var voicemails: VoicemailsModule { VoicemailsModule(client: self) }
    /// The user who is signed in, and all users of the account.
    public var user: UserModule { UserModule(client: self) }
}
