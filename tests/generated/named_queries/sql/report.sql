-- What each owner has made since a day.
select o.name as owner, sum(i.price) as total
from items i
left join owners o on o.id = i.owner_id
where i.made >= :since
group by o.name
order by o.name;
