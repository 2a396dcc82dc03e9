-- For the length of a connection: the standing of every version at one month's end, worked out once. Each question
-- after it would work it out anew. Asked for another campaign or day, the macro answers as it always does.
SET VARIABLE settled_campaign = $campaign;

SET VARIABLE settled_until = $month_end;

CREATE OR REPLACE TEMP TABLE settled AS
FROM bangdiem.main.standing(getvariable('settled_campaign'), getvariable('settled_until'));

CREATE OR REPLACE TEMP MACRO standing(of_campaign, until) AS TABLE
FROM settled
WHERE of_campaign = getvariable('settled_campaign') AND until = getvariable('settled_until')
UNION ALL
FROM bangdiem.main.standing(of_campaign, until)
WHERE of_campaign <> getvariable('settled_campaign') OR until <> getvariable('settled_until');
