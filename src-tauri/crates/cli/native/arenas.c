/* GNU's allocator gives each thread a pool of memory of its own and never gives back what lies between two pieces in use.
   Entries are read on one thread, cleaned on others and stored on one more, so that each keeps the most that it ever held. Three
   pools hold less in all and cost no time; two hold still less, and their threads wait for each other. The variable
   MALLOC_ARENA_MAX goes before this. */

#include <malloc.h>
#include <stdlib.h>

__attribute__((constructor)) static void keep_few_arenas(void)
{
	if (getenv("MALLOC_ARENA_MAX") == NULL)
		mallopt(M_ARENA_MAX, 3);
}
