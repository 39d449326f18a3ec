using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace Mingus.Server.Http;

/// <summary>The query of every list. Values are text here, so that a wrong one is answered by name.</summary>
internal readonly record struct PageQuery(
    [property: FromQuery(Name = "limit"), Description("How many items, 1 to 500; 100 when left out.")] string? Limit,
    [property: FromQuery(Name = "after"), Description("The 'next' of the last answer.")] string? After
);
