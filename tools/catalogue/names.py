# SPDX-License-Identifier: Apache-2.0
"""Names that differ from source to source: ISO country codes, the grids of cloud regions."""

# ISO 3166-1, alpha-3 and alpha-2, for the countries that our sources name by alpha-3.
ALPHA2 = dict(
    pair.split("-")
    for pair in """
ABW-AW AFG-AF AGO-AO ALB-AL ARE-AE ARG-AR ARM-AM ASM-AS ATG-AG AUS-AU AUT-AT AZE-AZ BDI-BI BEL-BE
BEN-BJ BFA-BF BGD-BD BGR-BG BHR-BH BHS-BS BIH-BA BLR-BY BLZ-BZ BMU-BM BOL-BO BRA-BR BRB-BB BRN-BN
BTN-BT BWA-BW CAF-CF CAN-CA CHE-CH CHL-CL CHN-CN CIV-CI CMR-CM COD-CD COG-CG COK-CK COL-CO COM-KM
CPV-CV CRI-CR CUB-CU CYM-KY CYP-CY CZE-CZ DEU-DE DJI-DJ DMA-DM DNK-DK DOM-DO DZA-DZ ECU-EC EGY-EG
ERI-ER ESH-EH ESP-ES EST-EE ETH-ET FIN-FI FJI-FJ FLK-FK FRA-FR FRO-FO GAB-GA GBR-GB GEO-GE GHA-GH
GIB-GI GIN-GN GLP-GP GMB-GM GNB-GW GNQ-GQ GRC-GR GRD-GD GRL-GL GTM-GT GUF-GF GUM-GU GUY-GY HKG-HK
HND-HN HRV-HR HTI-HT HUN-HU IDN-ID IND-IN IRL-IE IRN-IR IRQ-IQ ISL-IS ISR-IL ITA-IT JAM-JM JOR-JO
JPN-JP KAZ-KZ KEN-KE KGZ-KG KHM-KH KIR-KI KNA-KN KOR-KR KWT-KW LAO-LA LBN-LB LBR-LR LBY-LY LCA-LC
LKA-LK LSO-LS LTU-LT LUX-LU LVA-LV MAC-MO MAR-MA MDA-MD MDG-MG MDV-MV MEX-MX MKD-MK MLI-ML MLT-MT
MMR-MM MNE-ME MNG-MN MOZ-MZ MRT-MR MSR-MS MTQ-MQ MUS-MU MWI-MW MYS-MY NAM-NA NCL-NC NER-NE NGA-NG
NIC-NI NLD-NL NOR-NO NPL-NP NRU-NR NZL-NZ OMN-OM PAK-PK PAN-PA PER-PE PHL-PH PNG-PG POL-PL PRI-PR
PRK-KP PRT-PT PRY-PY PSE-PS PYF-PF QAT-QA REU-RE ROU-RO RUS-RU RWA-RW SAU-SA SDN-SD SEN-SN SGP-SG
SHN-SH SLB-SB SLE-SL SLV-SV SOM-SO SPM-PM SRB-RS SSD-SS STP-ST SUR-SR SVK-SK SVN-SI SWE-SE SWZ-SZ
SYC-SC SYR-SY TCA-TC TCD-TD TGO-TG THA-TH TJK-TJ TKM-TM TLS-TL TON-TO TTO-TT TUN-TN TUR-TR TWN-TW
TZA-TZ UGA-UG UKR-UA URY-UY USA-US UZB-UZ VCT-VC VEN-VE VGB-VG VIR-VI VNM-VN VUT-VU WSM-WS YEM-YE
ZAF-ZA ZMB-ZM ZWE-ZW
""".split()
)

# Countries with geothermal power stations: there "other renewables excluding bioenergy" is
# geothermal but for traces. Elsewhere it is mostly tidal power and goes to "other".
GEOTHERMAL = set(
    "AUS AUT CHL CHN CRI DEU ETH GTM HND HRV HUN IDN ISL ITA JPN KEN MEX NIC NZL PHL PNG PRT RUS SLV"
    " THA TUR TWN USA".split()
)

# The grid that a Google Cloud region draws from.
GOOGLE_GRID = dict(
    pair.split("=")
    for pair in """
africa-south1=ZA asia-east1=TW asia-east2=HK asia-northeast1=JP asia-northeast2=JP
asia-northeast3=KR asia-south1=IN asia-south2=IN asia-southeast1=SG asia-southeast2=ID
australia-southeast1=AU-NSW australia-southeast2=AU-VIC europe-central2=PL europe-north1=FI
europe-north2=SE europe-southwest1=ES europe-west1=BE europe-west2=GB europe-west3=DE
europe-west4=NL europe-west6=CH europe-west8=IT europe-west9=FR europe-west10=DE
europe-west12=IT me-central1=QA me-central2=SA me-west1=IL northamerica-northeast1=CA-QC
northamerica-northeast2=CA-ON northamerica-south1=MX southamerica-east1=BR
southamerica-west1=CL us-central1=US-IA us-central2=US-OK us-east1=US-SC us-east2=US-GA
us-east4=US-VA us-east5=US-OH us-south1=US-TX us-west1=US-OR us-west2=US-CA us-west3=US-UT
us-west4=US-NV
""".split()
)

# Grids that the Green Algorithms tables name in their own way.
GREEN_ALGORITHMS_GRID = {"CN-HK": "HK", "CA-MT": "CA-MB", "AU-WA2": "AU-WA"}

# Two isolated grids that no ISO code names.
NOT_ISO = {"AU-NT2": "AU-NT-DKIS", "AU-WA1": "AU-WA-NWIS"}

# Canadian provinces: the name in the mix table, and the code of ISO 3166-2.
PROVINCES = {
    "alberta": "AB", "british columbia": "BC", "manitoba": "MB", "new brunswick": "NB",
    "newfoundland and labrador": "NL", "nova scotia": "NS", "ontario": "ON",
    "prince edward island": "PE", "quebec": "QC", "saskatchewan": "SK",
    "northwest territories": "NT", "nunavut": "NU", "yukon": "YT",
}
