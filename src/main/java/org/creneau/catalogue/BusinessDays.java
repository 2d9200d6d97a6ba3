package org.creneau.catalogue;

import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;

/**
 * Quebec's business days: neither Saturday, Sunday nor a public holiday. The first use reads the holidays from a file:
 * not for event loops. Safe on every other thread.
 */
public final class BusinessDays {

    private final HolidayManager holidays =
            HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.CANADA));

    public boolean isHoliday(LocalDate day) {
        // Days on which only banks close, such as Remembrance Day, are business days here.
        return holidays.isHoliday(day, HolidayType.PUBLIC_HOLIDAY, "qc");
    }

    public boolean isBusinessDay(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY && !isHoliday(day);
    }

    /** The last business day before a day. */
    public LocalDate before(LocalDate day) {
        return before(day, 1);
    }

    /** The {@code count}th business day before a day; for 0 the day itself, whatever it is. */
    public LocalDate before(LocalDate day, int count) {
        LocalDate found = day;
        for (int left = count; left > 0; ) {
            found = found.minusDays(1);
            if (isBusinessDay(found)) {
                left--;
            }
        }
        return found;
    }
}
