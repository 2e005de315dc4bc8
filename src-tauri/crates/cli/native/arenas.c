/* GNU's allocator gives each thread a pool of memory of its own and never gives back what lies between two pieces in use.
   Entries are read on one thread, cleaned on a second and stored on a third, so that each keeps the most that it ever held.
   Two pools, which give back large pieces at once, hold a tenth less in all, and cost no time that can be told. Whoever sets the
   number of pools by the variable MALLOC_ARENA_MAX sets the rest too. */

#include <malloc.h>
#include <stdlib.h>

__attribute__((constructor)) static void keep_few_arenas(void)
{
	if (getenv("MALLOC_ARENA_MAX") != NULL)
		return;
	mallopt(M_ARENA_MAX, 2);
	mallopt(M_MMAP_THRESHOLD, 128 << 10);
	mallopt(M_TRIM_THRESHOLD, 512 << 10);
}
