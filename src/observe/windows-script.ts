import { WINDOWS_REGISTRY } from '../../grammar/guests.js';
import { PROCESSOR_EVENT } from '../../grammar/windows.js';
import { MARK } from '../boot/init-script.js';
import { FIRST_WORDS, VERSION } from './report-text.js';
import { WINDOWS_PARTS } from './windows-report.js';

const { provider, channel, id } = PROCESSOR_EVENT;

/** Prints the newest events without PowerShell, in English: the newest boot of up to 1,024 processors. */
const WEVTUTIL = `wevtutil qe ${channel} "/q:*[System[Provider[@Name='${provider}'] and (EventID=${id})]]" /f:RenderedXml /l:en-US /rd:true /c:1024`;

const REGISTRY = WINDOWS_REGISTRY.key.replace('HKEY_LOCAL_MACHINE', 'HKLM:');

/** A PowerShell script that prints what Windows logged of its processors. Not run on Windows here. */
export function windowsScript(): string {
  return `# Prints what Windows logged of its processors, for \`cppc-acpi observe\`. It reads the event log and the registry, and
# changes nothing. Any user may run it:
#   powershell -NoProfile -ExecutionPolicy Bypass -File report.ps1 > report.txt
# Without PowerShell, this prints the events alone:
#   ${WEVTUTIL} > report.txt
$ErrorActionPreference = 'SilentlyContinue'
[Threading.Thread]::CurrentThread.CurrentUICulture = 'en-US'
$windows = Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion'
$system = Get-CimInstance Win32_ComputerSystem
$registry = Get-ItemProperty '${REGISTRY}'
$drivers = Get-PnpDevice -Class Processor -PresentOnly | ForEach-Object { $_.Service } | Sort-Object -Unique
'${FIRST_WORDS} ${VERSION} windows'
'${MARK} ${WINDOWS_PARTS.facts}'
"version=$([Environment]::OSVersion.Version.ToString(3)).$($windows.UBR)"
"product=$($windows.ProductName)"
"drivers=$($drivers -join ',')"
"processors=$($system.NumberOfLogicalProcessors)"
"hypervisor=$($system.HypervisorPresent)"
"${WINDOWS_REGISTRY.value}=$($registry.${WINDOWS_REGISTRY.value})"
'${MARK} ${WINDOWS_PARTS.events}'
$filter = @{ LogName = '${channel}'; ProviderName = '${provider}'; Id = ${id} }
$most = 2 * [Math]::Max(64, $system.NumberOfLogicalProcessors)
Get-WinEvent -FilterHashtable $filter -MaxEvents $most | ForEach-Object {
  $message = [Security.SecurityElement]::Escape($_.Message)
  $_.ToXml().Replace('</Event>', "<RenderingInfo><Message>$message</Message></RenderingInfo></Event>")
}
'${MARK} ${WINDOWS_PARTS.end}'
`;
}
