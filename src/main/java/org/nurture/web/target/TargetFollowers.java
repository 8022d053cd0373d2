package org.nurture.web.target;

import jakarta.json.JsonObject;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.json.DocumentWriter;

/** Where a target's followers are kept, in its form. Without a table: in Nurture. */
public class TargetFollowers implements Serializable {
  private static final long serialVersionUID = 1L;

  private String table = "";
  private String record = "";
  private String user = "";
  private String userValue = "";

  /** Takes over what is stored. */
  void read(@Nullable JsonObject stored) {
    if (stored != null) {
      table = stored.getString("table");
      record = stored.getString("record");
      user = stored.getString("user");
      userValue = stored.isNull("userValue") ? "" : stored.getString("userValue");
    }
  }

  /** Null: Nurture keeps them. */
  @Nullable JsonObject write() {
    return table.isEmpty()
        ? null
        : new DocumentWriter()
            .put("table", table)
            .put("record", record)
            .put("user", user)
            .put("userValue", userValue.isEmpty() ? null : userValue)
            .build();
  }

  boolean isComplete() {
    return !table.isEmpty() && !record.isEmpty() && !user.isEmpty();
  }

  public boolean isMapped() {
    return !table.isEmpty();
  }

  public String getTable() {
    return table;
  }

  public void setTable(@Nullable String table) {
    this.table = plain(table);
  }

  public String getRecord() {
    return record;
  }

  public void setRecord(@Nullable String record) {
    this.record = plain(record);
  }

  public String getUser() {
    return user;
  }

  public void setUser(@Nullable String user) {
    this.user = plain(user);
  }

  public String getUserValue() {
    return userValue;
  }

  public void setUserValue(@Nullable String userValue) {
    this.userValue = plain(userValue);
  }

  private static String plain(@Nullable String typed) {
    return typed == null ? "" : typed.strip();
  }
}
