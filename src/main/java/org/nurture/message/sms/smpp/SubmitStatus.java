package org.nurture.message.sms.smpp;

import java.util.Map;
import java.util.Set;
import org.jsmpp.SMPPConstant;

/** What a command_status of submit_sm means for the message and for the gateway (X9). */
final class SubmitStatus {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(SMPPConstant.STAT_ESME_RINVMSGLEN, "ESME_RINVMSGLEN"),
          Map.entry(SMPPConstant.STAT_ESME_RINVBNDSTS, "ESME_RINVBNDSTS"),
          Map.entry(SMPPConstant.STAT_ESME_RALYBND, "ESME_RALYBND"),
          Map.entry(SMPPConstant.STAT_ESME_RSYSERR, "ESME_RSYSERR"),
          Map.entry(SMPPConstant.STAT_ESME_RINVSRCADR, "ESME_RINVSRCADR"),
          Map.entry(SMPPConstant.STAT_ESME_RINVDSTADR, "ESME_RINVDSTADR"),
          Map.entry(SMPPConstant.STAT_ESME_RBINDFAIL, "ESME_RBINDFAIL"),
          Map.entry(SMPPConstant.STAT_ESME_RINVPASWD, "ESME_RINVPASWD"),
          Map.entry(SMPPConstant.STAT_ESME_RINVSYSID, "ESME_RINVSYSID"),
          Map.entry(SMPPConstant.STAT_ESME_RMSGQFUL, "ESME_RMSGQFUL"),
          Map.entry(SMPPConstant.STAT_ESME_RINVSERTYP, "ESME_RINVSERTYP"),
          Map.entry(SMPPConstant.STAT_ESME_RSUBMITFAIL, "ESME_RSUBMITFAIL"),
          Map.entry(SMPPConstant.STAT_ESME_RINVSRCTON, "ESME_RINVSRCTON"),
          Map.entry(SMPPConstant.STAT_ESME_RINVSRCNPI, "ESME_RINVSRCNPI"),
          Map.entry(SMPPConstant.STAT_ESME_RINVDSTTON, "ESME_RINVDSTTON"),
          Map.entry(SMPPConstant.STAT_ESME_RINVDSTNPI, "ESME_RINVDSTNPI"),
          Map.entry(SMPPConstant.STAT_ESME_RINVSYSTYP, "ESME_RINVSYSTYP"),
          Map.entry(SMPPConstant.STAT_ESME_RTHROTTLED, "ESME_RTHROTTLED"),
          Map.entry(SMPPConstant.STAT_ESME_RX_T_APPN, "ESME_RX_T_APPN"),
          Map.entry(SMPPConstant.STAT_ESME_RX_P_APPN, "ESME_RX_P_APPN"),
          Map.entry(SMPPConstant.STAT_ESME_RX_R_APPN, "ESME_RX_R_APPN"),
          Map.entry(SMPPConstant.STAT_ESME_RDELIVERYFAILURE, "ESME_RDELIVERYFAILURE"),
          Map.entry(SMPPConstant.STAT_ESME_RPROHIBITED, "ESME_RPROHIBITED"));

  private static final Set<Integer> THROTTLED =
      Set.of(SMPPConstant.STAT_ESME_RTHROTTLED, SMPPConstant.STAT_ESME_RMSGQFUL);

  /** They say something of one destination. */
  private static final Set<Integer> SOFT =
      Set.of(
          SMPPConstant.STAT_ESME_RX_P_APPN,
          SMPPConstant.STAT_ESME_RX_R_APPN,
          SMPPConstant.STAT_ESME_RDELIVERYFAILURE);

  private static final Set<Integer> MESSAGE =
      Set.of(SMPPConstant.STAT_ESME_RINVMSGLEN, SMPPConstant.STAT_ESME_RINVDCS);

  /** They say something of the account or of how it is set up here: true of every message. */
  private static final Set<Integer> ACCOUNT =
      Set.of(
          SMPPConstant.STAT_ESME_RINVCMDLEN,
          SMPPConstant.STAT_ESME_RINVCMDID,
          SMPPConstant.STAT_ESME_RINVBNDSTS,
          SMPPConstant.STAT_ESME_RALYBND,
          SMPPConstant.STAT_ESME_RINVPRTFLG,
          SMPPConstant.STAT_ESME_RINVREGDLVFLG,
          SMPPConstant.STAT_ESME_RINVSRCADR,
          SMPPConstant.STAT_ESME_RBINDFAIL,
          SMPPConstant.STAT_ESME_RINVPASWD,
          SMPPConstant.STAT_ESME_RINVSYSID,
          SMPPConstant.STAT_ESME_RINVSERTYP,
          SMPPConstant.STAT_ESME_RINVESMCLASS,
          SMPPConstant.STAT_ESME_RINVSRCTON,
          SMPPConstant.STAT_ESME_RINVSRCNPI,
          SMPPConstant.STAT_ESME_RINVDSTTON,
          SMPPConstant.STAT_ESME_RINVDSTNPI,
          SMPPConstant.STAT_ESME_RINVSYSTYP,
          SMPPConstant.STAT_ESME_RINVEXPIRY,
          SMPPConstant.STAT_ESME_RSERTYPUNAUTH,
          SMPPConstant.STAT_ESME_RPROHIBITED,
          SMPPConstant.STAT_ESME_RSERTYPDENIED);

  private SubmitStatus() {}

  /** What is to be done. */
  enum Kind {
    /** The gateway wants a pause; then the same again. */
    THROTTLED,
    HARD_BOUNCE,
    SOFT_BOUNCE,
    /** This message can't be sent as it is. */
    IMPOSSIBLE,
    /** The gateway's failure: no recipient is touched. */
    ACCOUNT,
    /** Tried again later, and given up at last: system errors, and what vendors made up. */
    LATER
  }

  static Kind kind(int status) {
    if (THROTTLED.contains(status)) {
      return Kind.THROTTLED;
    } else if (status == SMPPConstant.STAT_ESME_RINVDSTADR) {
      return Kind.HARD_BOUNCE;
    } else if (SOFT.contains(status)) {
      return Kind.SOFT_BOUNCE;
    } else if (MESSAGE.contains(status)) {
      return Kind.IMPOSSIBLE;
    }
    return ACCOUNT.contains(status) ? Kind.ACCOUNT : Kind.LATER;
  }

  /** “ESME_RINVDSTADR (0x0b)”. */
  static String words(int status) {
    String code = "0x%02x".formatted(status);
    String name = NAMES.get(status);
    return name == null ? "command_status " + code : name + " (" + code + ")";
  }
}
