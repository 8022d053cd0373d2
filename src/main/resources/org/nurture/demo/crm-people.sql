-- What has the same rows whatever the number of contacts.

insert into country (id, code, name, currency, phone_prefix) values
  (1, 'IT', 'Italy', 'EUR', '+39'), (2, 'DE', 'Germany', 'EUR', '+49'), (3, 'FR', 'France', 'EUR', '+33'),
  (4, 'ES', 'Spain', 'EUR', '+34'), (5, 'PL', 'Poland', 'PLN', '+48'), (6, 'TR', 'Türkiye', 'TRY', '+90'),
  (7, 'GR', 'Greece', 'EUR', '+30'), (8, 'JP', 'Japan', 'JPY', '+81'), (9, 'GB', 'United Kingdom', 'GBP', '+44'),
  (10, 'US', 'United States', 'USD', '+1'), (11, 'NL', 'Netherlands', 'EUR', '+31'), (12, 'SE', 'Sweden', 'SEK', '+46'),
  (13, 'BR', 'Brazil', 'BRL', '+55'), (14, 'CZ', 'Czechia', 'CZK', '+420'), (15, 'AT', 'Austria', 'EUR', '+43'),
  (16, 'CH', 'Switzerland', 'CHF', '+41'), (17, 'BE', 'Belgium', 'EUR', '+32'), (18, 'PT', 'Portugal', 'EUR', '+351'),
  (19, 'DK', 'Denmark', 'DKK', '+45'), (20, 'NO', 'Norway', 'NOK', '+47'), (21, 'FI', 'Finland', 'EUR', '+358'),
  (22, 'IE', 'Ireland', 'EUR', '+353'), (23, 'CA', 'Canada', 'CAD', '+1'), (24, 'AU', 'Australia', 'AUD', '+61'),
  (25, 'IN', 'India', 'INR', '+91'), (26, 'KR', 'South Korea', 'KRW', '+82'), (27, 'MX', 'Mexico', 'MXN', '+52'),
  (28, 'AR', 'Argentina', 'ARS', '+54'), (29, 'ZA', 'South Africa', 'ZAR', '+27'), (30, 'EG', 'Egypt', 'EGP', '+20');

insert into crm_user (id, login, name, email, language, time_zone, manager_id) values
  (1, 'admin', 'Ada Admin', 'admin@example.org', 'en', 'UTC', null),
  (2, 'manager', 'Manuela Manager', 'manager@example.org', 'en', 'Europe/London', 1),
  (3, 'user', 'Ursula User', 'user@example.org', 'en', 'Europe/London', 2),
  (4, 'paolo', 'Paolo Ferri', 'paolo@example.org', 'it', 'Europe/Rome', 2),
  (5, 'heike', 'Heike Krüger', 'heike@example.org', 'de', 'Europe/Berlin', 2),
  (6, 'amelie', 'Amélie Caron', 'amelie@example.org', 'fr', 'Europe/Paris', 2),
  (7, 'xavier', 'Xavier Ibáñez', 'xavier@example.org', 'es', 'Europe/Madrid', 2),
  (8, 'dorota', 'Dorota Sikora', 'dorota@example.org', 'pl', 'Europe/Warsaw', 5),
  (9, 'cem', 'Cem Güneş', 'cem@example.org', 'tr', 'Europe/Istanbul', 5),
  (10, 'eleftheria', 'Ελευθερία Σταύρου', 'eleftheria@example.org', 'el', 'Europe/Athens', 4),
  (11, 'akira', '森 明', 'akira@example.org', 'ja', 'Asia/Tokyo', 2),
  (12, 'mara', 'Mara Lindqvist', null, 'sv', 'Europe/Stockholm', 5);

insert into tag (id, name, color) values
  (1, 'hot', 'red'), (2, 'newsletter', 'blue'), (3, 'VIP', 'gold'), (4, 'press', 'grey'), (5, 'partner', 'green'),
  (6, 'trade fair', 'orange'), (7, 'webinar', 'teal'), (8, 'do not call', 'black'), (9, 'reseller', 'green'),
  (10, 'student', 'blue'), (11, 'churned', 'grey'), (12, 'beta tester', 'purple');
