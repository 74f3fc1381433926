; The installer for Windows: for one person, without the rights of an administrator. `cargo xtask package nsis` gives it VERSION,
; STAGE (the folder of the files), OUT and ICON, and writes files.nsh from the one list of what is installed.
;
; It ends a running Lumbar only by asking it, and Lumbar refuses while something is on the body. Then nothing is changed at all.
; Silent (/S), it says the same on its output. It ends with 0, or 3: Lumbar was not ended, or is still open.

Unicode true
Target amd64-unicode
ManifestDPIAware true
; Small for those who load it down; `cargo xtask windows`, which makes it only to try it, takes the quick one.
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
!endif
RequestExecutionLevel user

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh
!include words.nsh
!include "${STAGE}\files.nsh"

; The name under which Windows knows the program, and under which it shows its notifications.
!define APP_ID "app.lumbar.Lumbar"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Lumbar"
!define APP "Software\Classes\AppUserModelId\${APP_ID}"
!define PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths\lumbar.exe"
!define LOGIN "Software\Microsoft\Windows\CurrentVersion\Run"
!define LOGIN_ALLOWED "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
; Where WebView2 says that it is, for the whole computer and for one person.
!define WEBVIEW "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"
!define WEBVIEW_PAGE "https://go.microsoft.com/fwlink/p/?LinkId=2124703"

!define NOT_ENDED 3
; The exit code of `lumbar quit` where no Lumbar runs.
!define NOT_RUNNING 3
; How often it is looked whether a file is free, and the pause between two looks, ms.
!define LOOKS 25
!define PAUSE 200

Name "Lumbar"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Lumbar"
BrandingText "Lumbar ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Lumbar"
VIAddVersionKey FileDescription "Lumbar"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEPAGE_TITLE "${SAY_WELCOME}"
!define MUI_WELCOMEPAGE_TEXT "${SAY_WELCOME_TEXT}"
!define MUI_FINISHPAGE_TITLE "${SAY_DONE}"
!define MUI_FINISHPAGE_TEXT "${SAY_DONE_TEXT}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\lumbard.exe"
!define MUI_FINISHPAGE_RUN_TEXT "${SAY_OPEN}"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Var WasRunning

; What both programs do.
!macro SHARED un

; Says the text on the stack: in the list of what is done, and on the output where somebody reads that.
Function ${un}Say
  Exch $0
  Push $1
  Push $2
  Push $3
  DetailPrint $0
  ${If} ${Silent}
    System::Call 'kernel32::GetStdHandle(i -11)p.r1'
    System::Call '*(&i8192)p.r2'
    System::Call 'kernel32::WideCharToMultiByte(i 65001, i 0, w "$0$\r$\n", i -1, p r2, i 8192, p 0, p 0)i.r3'
    IntOp $3 $3 - 1
    System::Call 'kernel32::WriteFile(p r1, p r2, i r3, *i, p 0)'
    System::Free $2
  ${EndIf}
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

; Asks the Lumbar that is installed to end. It ends with that if it may; otherwise this ends, and nothing is changed.
Function ${un}EndLumbar
  StrCpy $WasRunning no
  ${IfNot} ${FileExists} "$INSTDIR\lumbar.exe"
    Return
  ${EndIf}
  ${Do}
    Push "${SAY_ASKING}"
    Call ${un}Say
    nsExec::ExecToStack '"$INSTDIR\lumbar.exe" quit'
    Pop $0
    Pop $1
    ${If} $0 == 0
      StrCpy $WasRunning yes
      ${ExitDo}
    ${ElseIf} $0 == ${NOT_RUNNING}
      ${ExitDo}
    ${EndIf}
    ; It speaks UTF-8, which was read as if it were this computer's old set of letters.
    System::Call 'kernel32::MultiByteToWideChar(i 65001, i 0, m r1, i -1, w .r2, i ${NSIS_MAX_STRLEN})'
    Push "${SAY_NOT_ENDED} $2"
    Call ${un}Say
    MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "${SAY_NOT_ENDED}$\r$\n$\r$\n$2$\r$\n${SAY_NOT_ENDED_NEXT}" /SD IDCANCEL IDRETRY +2
    Call ${un}GiveUp
  ${Loop}
  ; One of another profile may run, and a window needs a moment to close.
  Push lumbar.exe
  Call ${un}UntilFree
  Push lumbard.exe
  Call ${un}UntilFree
  Push lumbar-window.exe
  Call ${un}UntilFree
FunctionEnd

; Waits until nobody runs the program on the stack.
Function ${un}UntilFree
  Exch $0
  Push $1
  Push $2
  ${If} ${FileExists} "$INSTDIR\$0"
    StrCpy $2 0
    ${Do}
      ClearErrors
      FileOpen $1 "$INSTDIR\$0" a
      ${IfNot} ${Errors}
        FileClose $1
        ${ExitDo}
      ${EndIf}
      IntOp $2 $2 + 1
      ${If} $2 > ${LOOKS}
        StrCpy $2 0
        Push "${SAY_IN_USE}"
        Call ${un}Say
        MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "${SAY_IN_USE}" /SD IDCANCEL IDRETRY +2
        Call ${un}GiveUp
      ${EndIf}
      Sleep ${PAUSE}
    ${Loop}
  ${EndIf}
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

; Ends without having changed anything; what was ended on the way is started again.
Function ${un}GiveUp
  Push "${SAY_NOTHING_CHANGED}"
  Call ${un}Say
  Call ${un}StartAgain
  SetErrorLevel ${NOT_ENDED}
  Quit
FunctionEnd

Function ${un}StartAgain
  ${If} $WasRunning == yes
    Push "${SAY_STARTED_AGAIN}"
    Call ${un}Say
    Exec '"$INSTDIR\lumbard.exe" up'
  ${EndIf}
FunctionEnd

!macroend
!insertmacro SHARED ""
!insertmacro SHARED "un."

Function .onInit
  SetShellVarContext current
  ${IfNot} ${AtLeastWin10}
    Push "${SAY_OLD_WINDOWS}"
    Call Say
    MessageBox MB_OK|MB_ICONINFORMATION "${SAY_OLD_WINDOWS}" /SD IDOK
    Abort
  ${EndIf}
FunctionEnd

; Gives the shortcut on the stack the name under which Windows shows notifications. Without that (Wine) it stays a shortcut.
Function NameShortcut
  Exch $0
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r1 ""
  ${If} $1 P<> 0
    ${IUnknown::QueryInterface} $1 '("${IID_IPersistFile}",.r2)'
    ${If} $2 P<> 0
      ${IPersistFile::Load} $2 '("$0",${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $1 '("${IID_IPropertyStore}",.r3)'
      ${If} $3 P<> 0
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r4'
        System::Call '*(&w64 "${APP_ID}")p.r5'
        ; A PROPVARIANT that points to the text.
        System::Call '*(&i2 ${VT_LPWSTR}, &i6 0, p r5, &i8 0)p.r6'
        ${IPropertyStore::SetValue} $3 '($4,$6)'
        ${IPropertyStore::Commit} $3 ""
        System::Free $6
        System::Free $5
        System::Free $4
        ${IPersistFile::Save} $2 '("$0",1)'
        ${IUnknown::Release} $3 ""
      ${EndIf}
      ${IUnknown::Release} $2 ""
    ${EndIf}
    ${IUnknown::Release} $1 ""
  ${EndIf}
  Pop $0
FunctionEnd

; Says what its window lacks, and offers the way to it.
Function LookForWebView
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW}" pv
  ${If} $0 == ""
    ReadRegStr $0 HKLM "SOFTWARE\${WEBVIEW}" pv
  ${EndIf}
  ${If} $0 == ""
    ReadRegStr $0 HKCU "Software\${WEBVIEW}" pv
  ${EndIf}
  ${If} $0 == ""
  ${OrIf} $0 == "0.0.0.0"
    Push "${SAY_NO_WEBVIEW}"
    Call Say
    MessageBox MB_YESNO|MB_ICONINFORMATION "${SAY_NO_WEBVIEW}$\r$\n$\r$\n${SAY_NO_WEBVIEW_ASK}" /SD IDNO IDNO +2
    ExecShell open "${WEBVIEW_PAGE}"
  ${EndIf}
FunctionEnd

Section "Lumbar"
  Call EndLumbar
  !insertmacro PUT_FILES
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateDirectory "$SMPROGRAMS\Lumbar"
  !insertmacro PUT_SHORTCUTS
  Push "$SMPROGRAMS\Lumbar\Lumbar.lnk"
  Call NameShortcut

  WriteRegStr HKCU "${APP}" DisplayName "Lumbar"
  WriteRegStr HKCU "${APP}" IconUri "$INSTDIR\lumbar.png"
  WriteRegStr HKCU "${PATHS}" "" "$INSTDIR\lumbar.exe"

  WriteRegStr HKCU "${UNINSTALL}" DisplayName "Lumbar"
  WriteRegStr HKCU "${UNINSTALL}" DisplayVersion "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" DisplayIcon "$INSTDIR\lumbar-window.exe"
  WriteRegStr HKCU "${UNINSTALL}" InstallLocation "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" EstimatedSize ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL}" NoModify 1
  WriteRegDWORD HKCU "${UNINSTALL}" NoRepair 1

  Call LookForWebView
  Call StartAgain
SectionEnd

Function un.onInit
  SetShellVarContext current
FunctionEnd

Section "Uninstall"
  Call un.EndLumbar
  !insertmacro TAKE_FILES
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  RMDir /r "$SMPROGRAMS\Lumbar"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${APP}"
  DeleteRegKey HKCU "${PATHS}"
  ; The setting that starts it at login has written these.
  DeleteRegValue HKCU "${LOGIN}" "Lumbar"
  DeleteRegValue HKCU "${LOGIN_ALLOWED}" "Lumbar"
  Push "${SAY_REMOVED} $LOCALAPPDATA\Lumbar"
  Call un.Say
  MessageBox MB_OK|MB_ICONINFORMATION "${SAY_REMOVED}$\r$\n$\r$\n$LOCALAPPDATA\Lumbar" /SD IDOK
SectionEnd
